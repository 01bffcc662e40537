import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { readersChunks } from './src/server/readersChunks.ts';
import { readersLanguage } from './src/server/readersLanguage.ts';
import { collaboration } from './src/server/vitePlugin.ts';

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit(),
    collaboration(),
    readersChunks(),
    readersLanguage(),
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
      outputStructure: 'message-modules'
    })
  ],
  build: {
    modulePreload: {
      // The map of what each page's script imports would be part of every page. Its styles must still be known.
      resolveDependencies: (_file, files, { hostId }) =>
        hostId.includes('/entry/app.') ? files.filter((file) => file.endsWith('.css')) : files
    }
  },
  server: { host: '127.0.0.1' }
});
