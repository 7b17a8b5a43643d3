import {describeLanguage} from "../support/suites/language.ts"

describeLanguage()
