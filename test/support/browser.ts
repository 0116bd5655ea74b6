import { chromium, type Browser, type Page } from 'playwright-core';
import type { CoreProcess } from './core-process.ts';
import { findProgram } from './programs.ts';

/** Quiet on a machine without a network, with WebGL in software where there is no GPU. */
const ARGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Debian's Chromium with the browser UI of a core in it. */
export class BrowserUnderTest {
  readonly page: Page;
  /** Errors and policy violations that the page reported; expected to stay empty. */
  readonly complaints: readonly string[];
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page, complaints: readonly string[]) {
    this.#browser = browser;
    this.page = page;
    this.complaints = complaints;
  }

  static async open(core: CoreProcess): Promise<BrowserUnderTest> {
    const executablePath = findProgram('chromium');
    if (executablePath === null) throw new Error('There is no chromium here: apt-get install chromium');
    const browser = await chromium.launch({ executablePath, args: ARGS });
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${core.httpOrigin}/?token=${core.ready.token}`);
    return new BrowserUnderTest(browser, page, complaints);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
