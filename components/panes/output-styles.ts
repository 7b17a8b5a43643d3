/** How the kinds of output are told apart, wherever it is shown. */
import {css} from "lit"

export const outputStyles = css`
  .more {
    font-family: var(--ms-font);
    user-select: none;
  }

  .stderr {
    color: var(--ms-error);
  }

  .console,
  .info {
    color: var(--ms-accent);
  }

  .debug {
    color: var(--ms-muted);
  }

  .warn {
    color: var(--ms-warning);
  }
`
