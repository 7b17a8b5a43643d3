/** All commands, in the order in which bars, menus and lists show them. */
import "./debugging.ts"
import "./files.ts"
import "./tabs.ts"
import "./settings.ts"
import "./finding.ts"

export {actionOf, ariaKeys, type Command, commandOf, commands, commandsAt, type Situation, titleOf} from "./registry.ts"
