import { createHash } from 'node:crypto'

/** The look of public pages: the visitor's own colours, readable at any width, no file to be fetched. */
export const style = `
:root{color-scheme:light dark;--text:#1b1a19;--soft:#55524f;--ground:#fff;--line:#8a8886;--accent:#0f548c;--on-accent:#fff;--wrong:#a4262c;--wrong-ground:#fdf3f4}
@media(prefers-color-scheme:dark){:root{--text:#f5f4f2;--soft:#c8c6c4;--ground:#1f1e1d;--line:#8a8886;--accent:#62abf5;--on-accent:#111;--wrong:#ff99a4;--wrong-ground:#3b2326}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 "Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:40rem;margin:0 auto;padding:2rem 1rem}
.embedded main{padding:.25rem;max-width:none}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .75rem}
p{margin:0 0 1rem}
.field{margin:0 0 1.25rem;border:0;padding:0;min-width:0}
label,legend{display:block;font-weight:600;margin:0 0 .25rem;padding:0}
.mark,.help{color:var(--soft);font-weight:400;font-size:.875rem}
.help{margin:0 0 .25rem}
input:not([type=checkbox]),textarea,select{width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:4px}
select option{color:#1b1a19;background:#fff}
textarea{min-height:8rem;resize:vertical}
.tick{display:grid;grid-template-columns:1.5rem minmax(0,1fr);gap:.5rem;align-items:start;margin:0 0 .5rem}
.tick input{width:1.5rem;height:1.5rem;margin:0;accent-color:var(--accent)}
.tick label{font-weight:400;margin:0;white-space:pre-line}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button{min-height:2.75rem;padding:.5rem 1.5rem;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:4px;cursor:pointer}
a{color:var(--accent)}
.wrong{margin:.25rem 0 0;color:var(--wrong);font-size:.9375rem}
[aria-invalid=true]{border-color:var(--wrong)!important;border-width:2px!important}
.errors{border:2px solid var(--wrong);background:var(--wrong-ground);border-radius:4px;padding:.75rem 1rem;margin:0 0 1.25rem}
.errors p,.errors ul{margin:0}
.errors li{margin:.25rem 0}
.away{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`.trim()

/** Lets exactly this style in, and no other (CSP level 2). */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
