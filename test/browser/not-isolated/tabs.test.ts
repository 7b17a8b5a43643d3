import {describeTabs} from "../../support/suites/tabs.ts"

describeTabs()
