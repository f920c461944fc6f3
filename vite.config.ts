import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Builds the desk (`/desk/`) and, beside it, the style sheet of the server's public pages.
 * Windows 7 machines in schools end at Chrome 109, so nothing newer is taken for granted.
 */
export default defineConfig({
  root: path('src/app/web'),
  base: '/desk/',
  plugins: [react()],
  css: { transformer: 'lightningcss' },
  build: {
    outDir: path('dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: ['chrome105', 'edge105', 'firefox110', 'safari15.4'],
    cssCodeSplit: true,
    reportCompressedSize: true,
    rolldownOptions: {
      input: { desk: path('src/app/web/index.html'), public: path('src/ui/styles/public.css') },
      output: {
        assetFileNames: 'assets/[name]-[hash][extname]',
        chunkFileNames: 'assets/[name]-[hash].js',
        entryFileNames: 'assets/[name]-[hash].js',
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ }],
        },
      },
    },
  },
  server: {
    proxy: { '/api': process.env['ONEX_ORIGIN'] ?? 'http://127.0.0.1:3000' },
  },
});
