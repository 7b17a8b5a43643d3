/** Serves and builds the development page. */
import {defineConfig} from "vite"

const root = new URL("../../", import.meta.url).pathname

export default defineConfig({
  root,
  server: {port: 5199, strictPort: true},
  build: {
    outDir: "/tmp/moonstep-workbench",
    emptyOutDir: true,
    rollupOptions: {input: `${root}test/components/workbench.html`},
  },
})
