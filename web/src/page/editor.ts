import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Finding } from "../linter/types.js";

/** More diagnostics than this only slow the editor down; the list tells how many there are. */
const mostDiagnostics = 1000;

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--code-value)" },
  { tag: tags.comment, color: "var(--code-comment)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace, tags.meta], color: "var(--muted)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", color: "var(--text)", backgroundColor: "var(--field)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--field)", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--text)",
    border: "1px solid var(--edge)",
    borderRadius: "6px",
    maxWidth: "36rem",
  },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: "8px 10px", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    font: "inherit",
    padding: "2px 8px",
    margin: "6px 6px 0 0",
    borderRadius: "4px",
  },
  ".hover-rule": { color: "var(--muted)", fontFamily: "var(--mono)", fontSize: "12px" },
  ".hover-title": { fontWeight: "600" },
  ".hover-text": { margin: "4px 0" },
  ".hover-text a": { color: "var(--link)" },
  ".cm-panels": { backgroundColor: "var(--card)", color: "var(--text)" },
});

export interface Hooks {
  label: string;
  changed(): void;
  moved(line: number): void;
  /** What a tooltip says about a finding. */
  about(finding: Finding): HTMLElement;
  fixLabel: string;
  fix(finding: Finding): void;
  fixAll(): void;
}

/** The editor, in a shadow tree: there its styles are adopted, which no Content-Security-Policy has to allow. */
export class Editor {
  readonly host = document.createElement("div");
  readonly #view: EditorView;
  readonly #hooks: Hooks;
  #diagnostics: (Diagnostic & { finding: Finding })[] = [];

  constructor(text: string, hooks: Hooks) {
    this.#hooks = hooks;
    this.host.className = "editor";
    const root = this.host.attachShadow({ mode: "open" });
    const state = this.#state(text);
    this.#view = new EditorView({ state, root, parent: root });
  }

  #state(doc: string): EditorState {
    const fixHere = () => {
      const at = this.#view.state.selection.main.head;
      const line = this.#view.state.doc.lineAt(at);
      const here = this.#diagnostics.filter((d) => d.actions && d.from <= line.to && d.to >= line.from);
      const best = here.find((d) => d.from <= at && at <= d.to) ?? here[0];
      if (best) {
        this.#hooks.fix(best.finding);
      }
      return true;
    };
    const fixAll = () => {
      this.#hooks.fixAll();
      return true;
    };
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        yaml(),
        syntaxHighlighting(colours),
        theme,
        EditorView.domEventHandlers({ beforeinput: (event, view) => replaceSelection(event, view) }),
        EditorView.contentAttributes.of({ "aria-label": this.#hooks.label, spellcheck: "false", tabindex: "0" }),
        keymap.of([
          { key: "Mod-.", run: fixHere },
          { key: "Mod-Alt-f", run: fixAll },
          ...lintKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            this.#diagnostics = [];
            this.#hooks.changed();
          }
          if (update.selectionSet || update.docChanged) {
            this.#hooks.moved(this.line);
          }
        }),
      ],
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** The line of the cursor, from 1. */
  get line(): number {
    return this.#view.state.doc.lineAt(this.#view.state.selection.main.head).number;
  }

  /** Puts another text in place, as one step that can be undone; what stays the same is not touched. */
  replace(text: string): void {
    const old = this.text;
    let from = 0;
    const shorter = Math.min(old.length, text.length);
    while (from < shorter && old.charCodeAt(from) === text.charCodeAt(from)) {
      from++;
    }
    let same = 0;
    while (same < shorter - from && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) {
      same++;
    }
    this.#view.dispatch({
      changes: { from, to: old.length - same, insert: text.slice(from, text.length - same) },
      userEvent: "input.fix",
    });
  }

  /** Opens a text from elsewhere. */
  open(text: string): void {
    this.#view.setState(this.#state(text));
    this.#hooks.changed();
  }

  show(findings: Finding[]): void {
    const { doc } = this.#view.state;
    this.#diagnostics = findings.slice(0, mostDiagnostics).map((finding) => this.#diagnostic(doc, finding));
    this.#view.dispatch(setDiagnostics(this.#view.state, this.#diagnostics));
  }

  #diagnostic(doc: Text, finding: Finding): Diagnostic & { finding: Finding } {
    const from = offset(doc, finding.line, finding.column);
    const to = Math.max(from, offset(doc, finding.endLine, finding.endColumn));
    // Of what spans lines, the first is enough.
    const end = Math.min(to, doc.lineAt(from).to);
    return {
      finding,
      from,
      to: end,
      severity: finding.severity,
      message: finding.message,
      renderMessage: () => this.#hooks.about(finding),
      ...(finding.fix
        ? { actions: [{ name: `${this.#hooks.fixLabel}: ${finding.fix.title}`, apply: () => this.#hooks.fix(finding) }] }
        : {}),
    };
  }

  jump(finding: Finding): void {
    const at = offset(this.#view.state.doc, finding.line, finding.column);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }
}

/** Where a line and a column in characters are, in UTF-16. */
export function offset(doc: Text, line: number, column: number): number {
  if (line < 1 || line > doc.lines) {
    return line < 1 ? 0 : doc.length;
  }
  const { from, text } = doc.line(line);
  let at = 0;
  for (let left = column - 1; left > 0 && at < text.length; left--) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return from + at;
}

/** Types over a selection. The browser would carry the style of what it replaces over to the new text, which the policy forbids. */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || !event.data || view.composing || view.state.selection.main.empty) {
    return false;
  }
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}
