import {svg} from "lit"

/** Moonstep's mark: a crescent whose shadow is a step. */
export const moon = svg`<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
  <path fill="currentColor" d="M12.2 1.6A8.6 8.6 0 1 0 18.4 12.9 h-4.2 v-3.6 h-3.6 V5.7 h0.1 A8.6 8.6 0 0 1 12.2 1.6z"></path>
</svg>`
