/** Everything the person can ask for. Components emit these; the page carries out its own, the workbench's model the rest. */
import type {ActionOf} from "./dispatch.ts"
import type {PageActions} from "./page-actions.ts"
import type {ModelAction} from "./workbench-model.ts"

export type Action = ModelAction | ActionOf<PageActions>
