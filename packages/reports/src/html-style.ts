/** The page's style. Colours are variables, given twice: light, and dark where the reader's system asks for it. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#1b2129;--soft:#59636f;--line:#dce0e6;--grid:#eceff3;--log:#f7f8fa;
--good:#1a7f4b;--bad:#c0262d;--unknown:#9a5b00;--waived:#6a4fb3;--restored:#2563b8;--quiet:#5f6875;--cut:#9b2f86;--link:#1d5bb0;--mark:#fff;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--page:#0f1318;--card:#171c23;--ink:#e6eaef;--soft:#9aa5b1;--line:#2c343e;--grid:#232a33;--log:#11161c;
--good:#4cc38a;--bad:#ff7b7f;--unknown:#f0b040;--waived:#b39dff;--restored:#6cb0ff;--quiet:#8b96a2;--cut:#ea8fd6;--link:#7db8ff;--mark:#12171d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px 20px 64px}
h1,h2,h3,p,ol,ul,dl,dd,pre{margin:0;padding:0}
ol,ul{list-style:none}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}
code,pre{font-family:var(--mono);font-size:.92em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.sprite{position:absolute;width:0;height:0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.m-good{--mood:var(--good)}.m-bad{--mood:var(--bad)}.m-unknown{--mood:var(--unknown)}.m-waived{--mood:var(--waived)}
.m-restored{--mood:var(--restored)}.m-quiet{--mood:var(--quiet)}.m-cut{--mood:var(--cut)}
.sign{width:1em;height:1em;flex:none;fill:var(--mood);overflow:visible;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.mark,.line{fill:none;stroke:var(--mark);stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.line{stroke:var(--mood);stroke-width:1.6}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px}
.empty{padding:14px 18px}
.quiet,.caption{color:var(--soft)}
.tag{display:inline-block;padding:0 7px;border:1px solid currentColor;border-radius:9px;font-size:12px;line-height:17px;color:var(--soft);white-space:nowrap}
.tag.warn{color:var(--unknown)}
h2{font-size:17px;line-height:1.3;margin:32px 0 10px}
h3{font-size:13px;font-weight:600;color:var(--soft)}
.outcome{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--mood);border-radius:8px;padding:20px 24px}
.pipeline{color:var(--soft)}
h1{display:flex;align-items:center;gap:.35em;font-size:32px;line-height:1.25;color:var(--mood)}
.sentence{font-size:17px;margin-top:4px}
.figures{display:flex;flex-wrap:wrap;gap:6px 28px;margin-top:16px;color:var(--soft)}
.figures b{color:var(--ink);font-size:20px;font-weight:600;font-variant-numeric:tabular-nums;margin-right:2px}
.origin{display:flex;flex-wrap:wrap;gap:8px 32px;margin-top:16px;padding-top:14px;border-top:1px solid var(--line);font-size:14px}
.origin dt,.facts dt{font-size:12px;color:var(--soft)}
.origin dd{overflow-wrap:anywhere}
.families>li{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 20px;padding:10px 18px}
.families>li+li{border-top:1px solid var(--line)}
.families>li>a{font-weight:600;min-width:7.5em}
.families ul{display:flex;flex-wrap:wrap;gap:2px 20px}
.families ul li{color:var(--mood);white-space:nowrap}
.families .sign{vertical-align:-2px;margin-right:6px}
.families b{font-variant-numeric:tabular-nums}
.family h3{margin:18px 0 6px;font-size:15px;color:var(--ink)}
.family .card+.card{margin-top:8px}
.passing summary,.more summary{cursor:pointer;padding:10px 14px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--soft)}
.passing summary b{color:var(--mood)}
.passing summary .sign{vertical-align:-2px;margin-right:7px}
.passing[open] summary span{display:none}
.passing .gates thead th{border-top:1px solid var(--line)}
.more{margin-top:8px}
.more .steps{border-top:1px solid var(--line)}
.gates{width:100%;table-layout:fixed;border-collapse:collapse}
.gates th,.gates td{text-align:left;vertical-align:top;padding:10px 14px;border-top:1px solid var(--line)}
.gates thead th{border-top:0;padding:8px 14px;font-size:12px;font-weight:500;color:var(--soft)}
.gates thead th:nth-child(1){width:158px}.gates thead th:nth-child(2){width:18%}.gates thead th:nth-child(3){width:17%}.gates thead th:nth-child(4){width:12%}
.gates th,.gates td{overflow-wrap:anywhere}
.gates tbody th{font-weight:600}
.verdict{white-space:nowrap;color:var(--mood);font-weight:600}
.verdict .sign{vertical-align:-2px;margin-right:7px}
.gates .figure{font-variant-numeric:tabular-nums}
.gates th a{color:inherit;text-decoration-color:var(--line)}
.gates th a:hover{text-decoration-color:currentColor}
.why p+p{margin-top:4px}
.offenders{margin-top:6px;font-size:14px}
.offenders summary{cursor:pointer;color:var(--link);width:fit-content}
.offenders ol{margin-top:4px}
.offenders li{padding:3px 0;overflow-wrap:anywhere;color:var(--soft)}
.offenders code{color:var(--ink);margin-right:6px}
.steps li{display:flex;gap:14px;padding:12px 18px}
.steps li+li{border-top:1px solid var(--line)}
.steps .tag{flex:none;align-self:flex-start;width:46px;text-align:center;padding:0;margin-top:3px}
.u-must .tag{color:var(--bad);font-weight:600}
.u-should .tag{color:var(--unknown)}
.steps p{overflow-wrap:anywhere}
.steps li>div{min-width:0}
.command{display:inline-block;margin-top:5px;padding:3px 9px;background:var(--log);border:1px solid var(--line);border-radius:5px;user-select:all}
.timeline{padding:8px 18px 14px;--name:190px;--end:150px}
.axis,.row{display:grid;grid-template-columns:var(--name) minmax(0,1fr) var(--end);align-items:center;column-gap:12px}
.ticks{grid-column:2;position:relative;height:20px;font-size:12px;color:var(--soft);font-variant-numeric:tabular-nums}
.ticks span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.ticks span:first-child{transform:none}
.stage{padding:6px 0 2px}
.stage+.stage{border-top:1px solid var(--line);margin-top:6px}
.stage h3 span{font-weight:400;margin-left:6px;font-variant-numeric:tabular-nums}
.row{min-height:27px}
.name{display:flex;align-items:center;gap:8px;min-width:0}
.name a{color:var(--ink);text-decoration:none;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.name a:hover{text-decoration:underline}
.chain{flex:none;font-size:12px;line-height:1}
.track{position:relative;height:27px;background:repeating-linear-gradient(to right,var(--line) 0 1px,transparent 1px var(--step))}
.bar{position:absolute;top:6px;height:15px;min-width:7px;border-radius:3px;background:var(--mood);border:1px solid var(--mood);print-color-adjust:exact;-webkit-print-color-adjust:exact}
.bar.m-restored{background:repeating-linear-gradient(135deg,var(--mood) 0 2px,transparent 2px 5px)}
.bar.m-cut{border-right-style:dashed;border-right-width:3px;border-right-color:var(--card)}
.bar.m-bad{border-radius:0}
.note{position:absolute;inset:0 0 0 10px;line-height:27px;font-size:13px;color:var(--soft);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.on-chain .bar{box-shadow:0 0 0 2px var(--card),0 0 0 3.5px var(--ink)}
.end{font-size:13px;color:var(--soft);text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.end b{color:var(--ink);font-weight:600;margin-left:4px}
.caption{margin-top:8px;font-size:14px}
.jobs h3{margin:14px 0 6px}
.job{background:var(--card);border:1px solid var(--line);border-radius:6px;margin-bottom:6px}
.job[open]{border-left:3px solid var(--mood)}
.job summary{display:flex;align-items:center;gap:10px;padding:8px 14px;cursor:pointer;list-style:none}
.job summary::-webkit-details-marker{display:none}
.job summary::before{content:"";flex:none;width:6px;height:6px;border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg)}
.job[open] summary::before{transform:rotate(45deg)}
.job:target{border-color:var(--link)}
.job-name{font-weight:600}
.job-note{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--soft);font-size:14px}
.job[open] .job-note{visibility:hidden}
.job-status{color:var(--mood)}
.job-time{min-width:58px;text-align:right;font-variant-numeric:tabular-nums}
.job-body{padding:2px 14px 14px 30px}
.facts{display:flex;flex-wrap:wrap;gap:8px 28px;margin:8px 0;font-size:14px}
.facts dd{overflow-wrap:anywhere}
.log-head{display:flex;justify-content:space-between;flex-wrap:wrap;gap:4px 16px;font-size:13px;color:var(--soft);margin-top:10px}
pre{margin-top:4px;padding:10px 12px;max-height:34rem;overflow:auto;background:var(--log);border:1px solid var(--line);border-radius:5px;font-size:12.5px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4}
.a-r{color:var(--bad)}.a-g{color:var(--good)}.a-y{color:var(--unknown)}.a-b{color:var(--restored)}.a-m{color:var(--cut)}.a-c{color:var(--link)}
.a-k,.a-dim{color:var(--soft)}.a-bold{font-weight:700}
@media screen and (max-width:720px){main{padding:12px 12px 40px}.outcome{padding:14px 16px}h1{font-size:26px}.sentence{font-size:16px}
.figures{gap:4px 20px}.figures b{font-size:17px}.origin{gap:8px 22px}
.gates,.gates tbody,.gates tr,.gates td,.gates tbody th{display:block}.gates thead{display:none}
.gates tr{padding:12px 14px;border-top:1px solid var(--line)}.gates tr:first-child{border-top:0}.gates th,.gates td,.gates tbody th{padding:0;border:0;width:auto;min-width:0}
.gates td[data-label]{width:auto}.gates td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}.job[open] .job-note{display:none}.why{margin-top:4px}
.steps li{padding:12px 14px;gap:10px}
.timeline{padding:8px 14px 12px}.axis,.row{grid-template-columns:minmax(0,1fr) auto}.ticks,.track{grid-column:1/-1}.track{grid-row:2;height:20px}.note{line-height:20px}.bar{top:3px;height:13px}.row{padding:3px 0}
.job summary{flex-wrap:wrap;gap:4px 8px}.job summary .tag{order:4}.job-note{order:5;flex:0 0 100%;white-space:normal;overflow-wrap:anywhere}.job-status{margin-left:auto}.job-time{min-width:0}.job-status,.job-time{font-size:13px;white-space:nowrap}.job-body{padding:2px 12px 12px}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--log:#fff;--ink:#000;--soft:#444;--line:#bbb}body{font-size:9.5pt}h1{font-size:20pt}h2{margin-top:16pt}.gates th,.gates td{padding:4px 8px}.gates thead th:nth-child(1){width:132px}.timeline{--name:150px;--end:120px}main{max-width:none;padding:0}
.outcome,.steps li,.gates tr,.stage,.job summary{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto;opacity:1}.job::details-content{content-visibility:hidden;block-size:0}.job[open]::details-content{content-visibility:visible;block-size:auto}
.passing summary{white-space:normal}.passing summary span{display:none}summary{list-style:none}h2,h3{break-after:avoid}pre{max-height:none;font-size:8.5pt}a{color:inherit;text-decoration:none}}
@media (forced-colors:active){.bar{forced-color-adjust:none}.sign{forced-color-adjust:none}}
`.replaceAll("\n", "");
