/** Isolated, but with the gate that any browser has: without JSPI. */

import {describeControl} from "../support/suites/control.ts"
import {takeJspiOut} from "../support/unwinding-page.ts"

takeJspiOut()
describeControl({gate: "unwinding"})
