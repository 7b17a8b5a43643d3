/** Isolated, but with the other gate: a kernel that suspends needs no shared memory. */
import {describeSessions} from "../support/suites/session.ts"

describeSessions({gate: "suspending"})
