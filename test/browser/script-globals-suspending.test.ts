/** Isolated, but with the other gate. */
import {describeScriptGlobals} from "../support/suites/script-globals.ts"

describeScriptGlobals({gate: "suspending"})
