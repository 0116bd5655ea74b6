/** Layering of the workstation. `npm run layers` checks it; docs/architecture.md explains it. */
const core = (...folders) => `^main/core/(${folders.join('|')})/`;
const test = '\\.test\\.tsx?$';
const beyondContract = '^preload/(?!contract/)';
const rule = (name, from, to) => ({ name, severity: 'error', from, to });
const onlyIn = (name, folder, packagePath) =>
  rule(name, { path: '^(main|preload|renderer)/', pathNot: folder }, { path: packagePath });

/** What each core folder may import from the rest of the core. A folder may always import itself. */
const coreAllows = {
  shared: [],
  dicom: ['shared'],
  config: ['shared'],
  events: ['shared'],
  store: ['shared', 'dicom'],
  catalog: ['shared', 'dicom'],
  association: ['shared', 'dicom'],
  ingest: ['shared', 'dicom', 'store', 'catalog'],
  pixels: ['shared', 'dicom'],
  thumbnails: ['shared', 'dicom', 'pixels'],
  conformance: ['shared'],
  procedures: ['shared', 'dicom', 'catalog'],
  inference: ['shared'],
  query: ['shared', 'dicom', 'catalog'],
  certificates: ['shared', 'catalog'],
  devices: ['shared', 'dicom', 'catalog'],
  retrieve: ['shared', 'dicom', 'store', 'catalog', 'association', 'devices', 'pixels'],
  commitment: ['shared', 'dicom', 'store', 'catalog', 'association', 'devices'],
  remote: ['shared', 'dicom', 'catalog', 'association'],
  quality: ['shared', 'dicom', 'store', 'catalog', 'pixels', 'inference'],
  workflow: ['shared'],
  dicomweb: ['shared', 'dicom', 'store', 'catalog'],
};
const coreRules = Object.entries(coreAllows).map(([folder, allowed]) =>
  rule(
    `core-${folder}`,
    { path: core(folder), pathNot: test },
    { path: '^(main|preload|renderer)/', pathNot: core(folder, ...allowed) },
  ),
);

module.exports = {
  forbidden: [
    rule('no-cycle', {}, { circular: true }),
    ...coreRules,
    rule(
      'service-assembles-the-core-only',
      { path: core('service') },
      { path: `^main/shell/|^renderer/|${beyondContract}` },
    ),
    rule(
      'shell-never-imports-the-core',
      { path: '^main/shell/' },
      { path: `^main/core/|^renderer/|${beyondContract}` },
    ),
    rule(
      'contract-is-pure',
      { path: '^preload/contract/', pathNot: test },
      { pathNot: '^preload/contract/|node_modules/zod/' },
    ),
    rule('bridge-knows-only-the-contract', { path: beyondContract }, { path: '^(main|renderer)/' }),
    rule('renderer-knows-only-the-contract', { path: '^renderer/' }, { path: `^main/|${beyondContract}` }),
    rule('renderer-without-node', { path: '^renderer/', pathNot: test }, { dependencyTypes: ['core'] }),
    rule('ui-knows-no-domain', { path: '^renderer/ui/' }, { path: '^preload/|^renderer/(?!ui/)' }),
    rule('viewer-knows-no-feature', { path: '^renderer/viewer/' }, { path: '^renderer/(features|app)/' }),
    rule('quality-knows-no-feature', { path: '^renderer/quality/' }, { path: '^renderer/(features|app)/' }),
    rule('client-knows-only-the-contract', { path: '^renderer/client/' }, { path: '^renderer/(?!client/)' }),
    rule(
      'features-do-not-import-each-other',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/(features|app)/', pathNot: '^renderer/features/$1/' },
    ),
    onlyIn('electron-only-in-shell-and-bridge', '^main/shell/|^preload/bridge', 'node_modules/electron/'),
    onlyIn('sqlite-only-in-catalog', core('catalog'), 'node_modules/better-sqlite3/'),
    onlyIn('onnx-only-in-inference', core('inference'), 'node_modules/onnxruntime-'),
    onlyIn('cornerstone-only-in-viewer', '^renderer/viewer/', 'node_modules/@cornerstonejs/'),
    rule(
      'no-test-code-in-product',
      { path: '^(main|preload|renderer)/', pathNot: test },
      { path: `^test/|${test}` },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.css'] },
  },
};
