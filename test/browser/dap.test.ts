import {describeDapPort} from "../support/suites/dap.ts"

describeDapPort()
