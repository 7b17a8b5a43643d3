/** Isolated, but with the gate that any browser has: without JSPI. */
import {takeJspiOut} from "../support/no-jspi.ts"
import {describeControl} from "../support/suites/control.ts"

takeJspiOut()
describeControl({gate: "unwinding"})
