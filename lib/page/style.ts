/** How pages look: light and dark, on paper, on a phone. Colours keep a contrast of 4.5 to 1 and more. */
export const style = `:root{color-scheme:light dark;--back:light-dark(#fff,#16181c);--text:light-dark(#1c1f23,#e6e8eb);--dim:light-dark(#596069,#a5adb8);--line:light-dark(#d9dde2,#363b43);--soft:light-dark(#f4f6f8,#1f2329);--good:light-dark(#15682f,#6fd08c);--bad:light-dark(#a52319,#ff9c8f);--link:light-dark(#0b57b0,#8ab8ff)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem 1.25rem 3rem;font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;background:var(--back);color:var(--text);overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:0}
p{margin:.25rem 0}ul{margin:.25rem 0;padding-left:1.25rem}li{margin:.15rem 0}footer{margin-top:2rem}
.lead{font-size:1.2rem}.dim,small{color:var(--dim)}small{font-size:.85em}.good{color:var(--good)}.bad{color:var(--bad)}
.badge{display:inline-block;border:1px solid;border-radius:1rem;padding:0 .7rem;font-weight:600}.count{color:var(--dim);font-weight:400}
.kind{border-left:4px solid var(--line);background:var(--soft);padding:.5rem .75rem;margin:.5rem 0}.urgent{border-color:var(--bad)}
code{font:.9em ui-monospace,Consolas,"DejaVu Sans Mono",monospace}a{color:var(--link)}
summary{cursor:pointer}del{text-decoration:none;color:var(--dim)}ins{text-decoration:none;font-weight:600}
table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line)}thead th{font-size:.85rem;color:var(--dim)}
td p{margin:0}.changes{table-layout:fixed}.changes th:nth-child(1){width:15%}.changes th:nth-child(2){width:40%}
.part{content-visibility:auto;contain-intrinsic-size:auto 9000px}.part+.part thead{visibility:collapse}
form.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.5rem 0}form[hidden],[hidden]{display:none}
input,select,button{font:inherit;color:inherit;background:var(--back);border:1px solid var(--dim);border-radius:.3rem;padding:.25rem .5rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media(max-width:40rem){thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}table,tbody,tr,th[scope=row],td{display:block;width:auto!important;border:0;padding:.05rem 0}tr{border-bottom:1px solid var(--line);padding:.4rem 0}td:empty{display:none}.part{contain-intrinsic-size:auto 20000px}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0}form.tools{display:none}.part{content-visibility:visible}.part+.part thead{visibility:visible}tr,.kind{break-inside:avoid}}`
