/** Isolated, but with the gate that any browser has: without JSPI. */
import {takeJspiOut} from "../support/no-jspi.ts"
import {describeSessions} from "../support/suites/session.ts"

takeJspiOut()
describeSessions({gate: "unwinding"})
