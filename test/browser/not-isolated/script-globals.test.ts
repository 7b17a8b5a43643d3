import {describeScriptGlobals} from "../../support/suites/script-globals.ts"

describeScriptGlobals()
