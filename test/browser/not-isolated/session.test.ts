import {describeSessions} from "../../support/suites/session.ts"

describeSessions()
