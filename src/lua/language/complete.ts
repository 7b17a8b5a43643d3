/**
 * Completion sources: keywords and snippets, the standard library, what the text itself defines and is visible, the
 * members behind `.` and `:`, labels and attributes.
 */
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from "@codemirror/autocomplete"
import {syntaxTree} from "@codemirror/language"
import {type CompletionPlace, completionPlace, type MemberPlace} from "../syntax/completion-place.ts"
import {type LibraryEntry, libraryEntries, libraryNames, methodParameters} from "../syntax/library.ts"
import {globalsIn, labelsIn, membersIn, methodsIn, selfAt} from "../syntax/members.ts"
import {localsAt} from "../syntax/scope.ts"
import {keywords as words} from "../syntax/words.ts"

/** A result stays good while the word goes on. */
const validFor = /^\w*$/

const keywords: readonly Completion[] = words.map(label => ({label, type: "keyword"}))

const snippets: readonly Completion[] = (
  [
    ["for", "numeric loop", "for #{i} = #{1}, #{n} do\n\t#{}\nend"],
    ["for", "over pairs", "for #{key}, #{value} in pairs(#{t}) do\n\t#{}\nend"],
    ["for", "over ipairs", "for #{i}, #{value} in ipairs(#{t}) do\n\t#{}\nend"],
    ["function", "definition", "function #{name}(#{parameters})\n\t#{}\nend"],
    ["local function", "definition", "local function #{name}(#{parameters})\n\t#{}\nend"],
    ["if", "block", "if #{condition} then\n\t#{}\nend"],
    ["if", "block with else", "if #{condition} then\n\t#{}\nelse\n\t#{}\nend"],
    ["while", "loop", "while #{condition} do\n\t#{}\nend"],
    ["repeat", "loop", "repeat\n\t#{}\nuntil #{condition}"],
    ["do", "block", "do\n\t#{}\nend"],
    ["local", "variable", "local #{name} = #{value}"],
    ["require", "module", 'local #{name} = require("#{name}")'],
  ] as const
).map(([label, detail, template]) => snippetCompletion(template, {label, detail, type: "keyword", boost: -1}))

const libraryGlobals: readonly Completion[] = [
  ...libraryEntries.filter(entry => entry.library === "").map(asCompletion),
  ...libraryNames.map(label => ({label, type: "namespace", info: `The ${label} library.`})),
]

function asCompletion({name, parameters, description}: LibraryEntry): Completion {
  if (parameters === "") return {label: name, type: "constant", info: description}
  return {label: name, type: "function", detail: parameters, info: description}
}

function placeOf({state, pos, explicit}: CompletionContext): CompletionPlace | undefined {
  return completionPlace(syntaxTree(state), (from, to) => state.sliceDoc(from, to), pos, explicit)
}

/** Keywords and snippets. */
export function completeKeywords(context: CompletionContext): CompletionResult | null {
  const place = placeOf(context)
  return place?.kind === "name" ? {from: place.from, options: [...keywords, ...snippets], validFor} : null
}

/** Locals in scope, the nearest first, and the globals that the text itself assigns. */
export function completeVariables(context: CompletionContext): CompletionResult | null {
  const place = placeOf(context)
  if (place?.kind !== "name") return null
  const tree = syntaxTree(context.state)
  const text = context.state.sliceDoc()
  const locals = localsAt(tree, text, place.from)
  const known = new Set([...locals.map(local => local.name), ...libraryGlobals.map(({label}) => label)])
  const globals = globalsIn(tree, text).filter(name => !known.has(name))
  const options: Completion[] = [
    ...locals.map((local, index) => ({
      label: local.name,
      type: local.kind === "function" ? "function" : "variable",
      detail: local.kind,
      boost: Math.max(1, 50 - index),
    })),
    ...globals.map(label => ({label, type: "variable", detail: "global"})),
  ]
  return options.length > 0 ? {from: place.from, options, validFor} : null
}

/** The globals of the standard library, and its members behind `string.` and the like. */
export function completeLibrary(context: CompletionContext): CompletionResult | null {
  const place = placeOf(context)
  if (place?.kind === "name") return {from: place.from, options: libraryGlobals, validFor}
  if (place?.kind !== "member") return null
  const options = libraryMembers(place)
  return options.length > 0 ? {from: place.from, options, validFor} : null
}

/** Behind a colon any value may be a string or a file, so the methods of both are offered, after the text's own. */
function libraryMembers({separator, path}: MemberPlace): Completion[] {
  const isOffered = ({library}: LibraryEntry) =>
    separator === "." ? library === path && path !== "" : library === "string" || library === "file"
  return libraryEntries.filter(isOffered).map(entry => ({
    ...asCompletion(entry),
    ...(separator === ":" ? {boost: -10} : {}),
    ...(separator === ":" && entry.library === "string" ? {detail: methodParameters(entry)} : {}),
  }))
}

/**
 * The fields and methods that the text uses or defines behind the same path; `self` is the table of its method. What a
 * value behind a colon is nobody knows, so all methods that the text defines come next.
 */
export function completeMembers(context: CompletionContext): CompletionResult | null {
  const place = placeOf(context)
  if (place?.kind !== "member" || (place.path === "" && place.separator === ".")) return null
  const tree = syntaxTree(context.state)
  const text = context.state.sliceDoc()
  const owner = place.path === "self" ? selfAt(tree, text, place.from) : undefined
  const paths = [place.path, ...(owner ? [owner] : [])].filter(path => path !== "")
  const own = paths.flatMap(path => membersIn(tree, text, path, place.from))
  const options = new Map<string, Completion>()
  if (place.separator === ":")
    for (const label of methodsIn(tree, text, place.from)) options.set(label, {label, type: "method"})
  for (const {name, isMethod} of own) {
    if (place.separator === "." || isMethod)
      options.set(name, {label: name, type: isMethod ? "method" : "property", boost: 10})
  }
  return options.size > 0 ? {from: place.from, options: [...options.values()], validFor} : null
}

/** Labels behind `goto`, and the attributes of local variables. */
export function completeSpecials(context: CompletionContext): CompletionResult | null {
  const place = placeOf(context)
  if (place?.kind === "attribute")
    return {
      from: place.from,
      options: [
        {label: "const", type: "keyword", info: "The variable can't be assigned again."},
        {label: "close", type: "keyword", info: "Its __close metamethod runs when the variable goes out of scope."},
      ],
      validFor,
    }
  if (place?.kind !== "label") return null
  const options = labelsIn(syntaxTree(context.state), context.state.sliceDoc()).map(label => ({
    label,
    type: "constant",
  }))
  return {from: place.from, options, validFor}
}
