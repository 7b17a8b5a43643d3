import {describeControl} from "../../support/suites/control.ts"

describeControl()
