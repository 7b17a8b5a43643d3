/** Isolated, but with the gate that any browser has: without JSPI. */

import {describeHostFunctions} from "../support/suites/host-functions.ts"
import {takeJspiOut} from "../support/unwinding-page.ts"

takeJspiOut()
describeHostFunctions({gate: "unwinding"})
