/** Isolated, but with the other gate: a kernel that suspends needs no shared memory. */
import {describeClients} from "../support/suites/clients.ts"

describeClients({gate: "suspending"})
