/** What the tabs of a site tell each other about the workspace that they share: that something is kept anew. */

export type WorkspaceChange = {readonly kind: "file"; readonly path: string} | {readonly kind: "breakpoints"}

export interface WorkspaceNews {
  /** Another tab has kept something. */
  onChange: (change: WorkspaceChange) => void
  tell(change: WorkspaceChange): void
}

/** Over a BroadcastChannel. What comes says only where to look, so nothing of it is believed. */
export class ChannelNews implements WorkspaceNews {
  onChange: (change: WorkspaceChange) => void = () => {}
  readonly #channel = new BroadcastChannel("moonstep-workspace")

  constructor() {
    this.#channel.onmessage = ({data}) => {
      if (data?.kind === "breakpoints" || (data?.kind === "file" && typeof data.path === "string")) this.onChange(data)
    }
  }

  tell(change: WorkspaceChange): void {
    this.#channel.postMessage(change)
  }
}

/** The null one: nobody else has this workspace. */
export const noNews = (): WorkspaceNews => ({onChange() {}, tell() {}})
