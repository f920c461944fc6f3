import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const OUT = path('dist/web');

/** Writes `.br` and `.gz` beside every asset, so that the server never compresses the same file twice. */
const precompress = (): Plugin => ({
  name: 'precompress',
  apply: 'build',
  closeBundle() {
    const folder = join(OUT, 'assets');
    for (const name of readdirSync(folder)) {
      if (!/\.(js|css|svg)$/.test(name)) continue;
      const content = readFileSync(join(folder, name));
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }));
      writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
    }
  },
});

/**
 * Builds the desk (`/desk/`) and, beside it, the style sheet of the server's public pages.
 * Windows 7 machines in schools end at Chrome 109, so nothing newer is taken for granted.
 */
export default defineConfig({
  root: path('src/app/web'),
  base: '/desk/',
  plugins: [react(), precompress()],
  css: { transformer: 'lightningcss' },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    target: ['chrome105', 'edge105', 'firefox110', 'safari15.4'],
    cssCodeSplit: true,
    // Everything stays a file of its own: the content security policy allows no inline content.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { desk: path('src/app/web/index.html'), public: path('src/ui/styles/public.css') },
      output: {
        assetFileNames: 'assets/[name]-[hash][extname]',
        chunkFileNames: 'assets/[name]-[hash].js',
        entryFileNames: 'assets/[name]-[hash].js',
        // Few chunks with a meaning instead of one for each set of pages that share something. Without the
        // recursion a group would swallow what the frame needs too, and the frame would wait for all of it.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/,
            },
            // What is told to Zod has to be told before it starts.
            { name: 'zod', test: /node_modules[\\/]zod[\\/]|strict-policy/ },
            { name: 'kit-list', test: /src[\\/]ui[\\/]list[\\/]/ },
            { name: 'kit-form', test: /src[\\/]ui[\\/]form[\\/]/ },
            { name: 'kit-display', test: /src[\\/]ui[\\/]display[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': process.env['ONEX_ORIGIN'] ?? 'http://127.0.0.1:3000' },
  },
});
