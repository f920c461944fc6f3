import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/prepare.mjs';

const executablePath = findBrowser(process.env);

// Workers read this file again and must find the same port.
process.env['JOURNEY_PORT'] ??= String(20_000 + (process.pid % 10_000));

/** Stories in a real browser against one real server with the demo province. */
export default defineConfig({
  testDir: 'test/journeys',
  testMatch: '*.journey.ts',
  globalSetup: './test/journeys/support/server.ts',
  // Two lanes side by side: stories change the province, in the order of their files, since some begin where others
  // end; pages only look. What is measured runs alone at the end.
  workers: 2,
  projects: [
    { name: 'stories', testIgnore: /\/(?:every-page|public-\w+)\./, workers: 1 },
    { name: 'pages', testMatch: /\/(?:every-page|public-pages)\.journey\.ts$/, workers: 1 },
    {
      name: 'quality',
      testMatch: /\/public-quality\.journey\.ts$/,
      workers: 1,
      dependencies: ['stories', 'pages'],
    },
  ],
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    baseURL: `http://127.0.0.1:${process.env['JOURNEY_PORT']}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    },
  },
});
