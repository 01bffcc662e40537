import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { collaboration } from './src/server/vitePlugin.ts';

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    tailwindcss(),
    sveltekit(),
    collaboration(),
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
      outputStructure: 'message-modules'
    })
  ],
  // What nearly every page shows comes in one file: by itself the bundler makes one of every few lines that the same
  // pages share, each compressed alone.
  build: isSsrBuild
    ? {}
    : {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'everywhere', test: /\/src\/(lib|routes\/_)|generated\/client/, minShareCount: 18 }
              ]
            }
          }
        }
      },
  server: { host: '127.0.0.1' }
}));
