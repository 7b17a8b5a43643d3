import {describeClients} from "../support/suites/clients.ts"

describeClients()
