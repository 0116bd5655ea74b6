import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes `model.onnx` and the hash of it in `manifest.json`: `node native-models/self-test/make-model.ts`.
 * The model computes y = 2 x + 1 on four numbers. It is written as protocol buffer fields, numbered as in onnx.proto3,
 * so that it needs no library and comes out the same, byte for byte, everywhere.
 */
const VARINT = 0;
const LENGTH = 2;

const FLOAT = 1; // TensorProto.DataType
const IR_VERSION = 8;
const OPSET_VERSION = 13;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

function field(number: number, value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint((number << 3) | VARINT), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint((number << 3) | LENGTH), varint(bytes.length), bytes]);
}

const message = (...fields: readonly Buffer[]): Buffer => Buffer.concat(fields);

/** NodeProto: input 1, output 2, name 3, op_type 4. */
const node = (operator: string, inputs: readonly string[], output: string): Buffer =>
  message(...inputs.map((name) => field(1, name)), field(2, output), field(3, output), field(4, operator));

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9 (little endian). */
function constant(name: string, value: number): Buffer {
  const raw = Buffer.alloc(4);
  raw.writeFloatLE(value);
  return message(field(1, 1), field(2, FLOAT), field(8, name), field(9, raw));
}

/** ValueInfoProto: name 1, type 2; TypeProto.tensor_type 1: elem_type 1, shape 2; shape.dim 1, dim_value 1. */
function vector(name: string, length: number): Buffer {
  const shape = message(field(1, message(field(1, length))));
  return message(field(1, name), field(2, message(field(1, message(field(1, FLOAT), field(2, shape))))));
}

/** GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
const graph = message(
  field(1, node('Mul', ['x', 'two'], 'doubled')),
  field(1, node('Add', ['doubled', 'one'], 'y')),
  field(2, 'self-test'),
  field(5, constant('two', 2)),
  field(5, constant('one', 1)),
  field(11, vector('x', 4)),
  field(12, vector('y', 4)),
);

/** ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8 (domain 1, version 2). */
const model = message(
  field(1, IR_VERSION),
  field(2, 'bucky'),
  field(7, graph),
  field(8, message(field(1, ''), field(2, OPSET_VERSION))),
);

const manifest = {
  name: 'self-test',
  version: '1.0.0',
  purpose: 'Proves that the inference runtime works on this machine. Looks at no image.',
  input: { name: 'x', type: 'float32', shape: [4], unit: 'none' },
  output: { name: 'y', type: 'float32', shape: [4], unit: 'none' },
  licence: 'MIT',
  source: 'written by make-model.ts, no training data',
  sha256: createHash('sha256').update(model).digest('hex'),
};
writeFileSync(path.join(import.meta.dirname, 'model.onnx'), model);
writeFileSync(path.join(import.meta.dirname, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
