/** Isolated, but with the gate that any browser has: without JSPI. */

import {describeSessions} from "../support/suites/session.ts"
import {takeJspiOut} from "../support/unwinding-page.ts"

takeJspiOut()
describeSessions({gate: "unwinding"})
