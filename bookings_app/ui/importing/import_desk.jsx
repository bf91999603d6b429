// A file to import: it stays in this browser, and is sent along with each question about it. The server keeps nothing of it.
import React, { useEffect, useRef, useState } from "react";
import { getBackendURL } from "$/utils/state";
import env from "$/env.json";

const origin = () => (import.meta.env.DEV ? getBackendURL(env.PING).origin : window.location.origin);
const said = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const NOTHING = { name: "", bytes: null, report: null, trouble: "", busy: "" };

export function ImportDesk({ path, words, kinds, largest, warning, mark }) {
  const [kind, setKind] = useState("");
  const [shown, setShown] = useState(NOTHING);
  const [over, setOver] = useState(false);
  const field = useRef(null), outcome = useRef(null), turn = useRef(0), taking = useRef(false);
  const show = (more) => setShown((before) => ({ ...before, ...more }));

  const ask = (act, bytes, as) => fetch(`${origin()}${path}/${act}${as ? `?kind=${as}` : ""}`,
    { method: "POST", body: bytes, credentials: "include", headers: { "Content-Type": "text/csv" } });
  const answered = async (act, bytes, as) => {            // a report, or a sentence why there is none
    try {
      const answer = await ask(act, bytes, as), body = await answer.json();
      if (answer.ok) return { report: body, trouble: "" };
      const why = (body.errors ?? []).map((each) => each.message).join(" ") || body.detail || words.failure;
      return body.report ? { report: body.report, trouble: words.changed } : { report: null, trouble: why };
    } catch { return { report: null, trouble: words.failure }; }
  };
  const look = async (name, bytes, as) => {
    const mine = ++turn.current;
    setShown({ ...NOTHING, name, bytes, busy: words.looking });
    const answer = await answered("look", bytes, as);
    if (mine === turn.current) show({ ...answer, busy: "" });    // a file chosen since then has its own answer
  };
  const choose = async (files) => {
    const [file, second] = files;
    if (!file || taking.current) return;
    if (second) { turn.current += 1; setShown({ ...NOTHING, trouble: words.several }); return; }
    if (file.size > largest) { turn.current += 1; setShown({ ...NOTHING, name: file.name, trouble: words.too_large }); return; }
    let bytes = null;
    try { bytes = await file.arrayBuffer(); }
    catch { turn.current += 1; setShown({ ...NOTHING, name: file.name, trouble: words.unreadable }); return; }
    await look(file.name, bytes, kind);
  };
  const pick = (as) => { setKind(as); if (shown.bytes && !shown.report?.done) look(shown.name, shown.bytes, as); };
  const take = async () => {
    if (taking.current) return;                           // clicked twice is once
    taking.current = true;
    show({ busy: words.importing, trouble: "" });
    const answer = await answered("take", shown.bytes, kind);
    taking.current = false;
    const kept = answer.report ?? shown.report;           // without an answer it can be tried again
    show({ report: kept, trouble: answer.trouble, busy: "", bytes: answer.report?.done ? null : shown.bytes });
  };
  const download = async () => {
    try {
      const answer = await ask("refusals", shown.bytes, kind);
      if (!answer.ok) { show({ trouble: (await answer.json()).detail ?? words.failure }); return; }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = "refused-rows.csv";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    } catch { show({ trouble: words.failure }); }
  };

  const told = !shown.busy && (shown.trouble || shown.report);
  useEffect(() => {                                       // the button that imports may be gone: the focus goes to what came of it
    if (!told) return;
    outcome.current?.scrollIntoView({ block: "nearest" });
    if (document.activeElement === document.body) outcome.current?.focus();
  }, [told]);
  useEffect(() => {                                       // what misses the field must not replace the page by the file
    const away = (event) => event.preventDefault();
    ["dragover", "drop"].forEach((name) => window.addEventListener(name, away));
    return () => ["dragover", "drop"].forEach((name) => window.removeEventListener(name, away));
  }, []);

  const { report, trouble, busy, name } = shown;
  const drop = {
    onDragOver: (event) => { event.preventDefault(); setOver(true); },
    onDragLeave: (event) => { if (!event.currentTarget.contains(event.relatedTarget)) setOver(false); },
    onDrop: (event) => { event.preventDefault(); setOver(false); choose([...event.dataTransfer.files]); },
  };
  return (
    <div className="import-desk" aria-busy={busy ? "true" : "false"}>
      <fieldset className="import-kinds" disabled={busy === words.importing}>
        <legend className="field-label">{words.kind}</legend>
        {kinds.map(([value, label]) => (
          <label key={value}><input type="radio" name="import-kind" value={value} checked={kind === value} onChange={() => pick(value)} />{label}</label>
        ))}
      </fieldset>
      <div className="import-drop" data-over={over} {...drop}>
        <input ref={field} type="file" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain" hidden
          onChange={(event) => { const files = [...event.target.files]; event.target.value = ""; choose(files); }} />
        {name ? <b className="import-name">{name}</b> : null}
        <button type="button" className="door-button import-choose" disabled={busy === words.importing} onClick={() => field.current?.click()}>{name ? words.another : words.choose}</button>
        <span className="field-hint">{words.drop}</span>
      </div>
      <div ref={outcome} tabIndex={-1} className="import-outcome" role="status" aria-live="polite">
        {busy ? <p className="import-busy"><i aria-hidden="true" />{busy}</p> : null}
        {!busy && trouble ? <p className="import-trouble">{warning}{trouble}</p> : null}
        {!busy && report ? <p className="import-summary" data-done={report.done}>{report.done ? mark : null}{report.summary}</p> : null}
      </div>
      {report && busy !== words.looking ? <Report report={report} words={words} busy={Boolean(busy)} take={take} download={download} warning={warning} /> : null}
    </div>
  );
}

function Report({ report, words, busy, take, download, warning }) {
  const rows = report.rows === 1 ? words.row : said(words.rows, { number: report.rows.toLocaleString("en-GB") });
  return (
    <>
      <dl className="import-counts">{report.facts.map(([label, number]) => <div key={label}><dt>{label}</dt><dd>{number}</dd></div>)}</dl>
      {report.notices.length ? (
        <section className="import-notices" aria-label={words.notices}>
          <h3>{words.notices}</h3>
          <ul>{report.notices.map((each, number) => <li key={number}>{each}</li>)}</ul>
          {report.more_notices ? <p className="field-hint">{said(words.more_notices, { more: report.more_notices.toLocaleString("en-GB") })}</p> : null}
        </section>
      ) : null}
      {report.refused.length ? <Refusals report={report} words={words} download={download} warning={warning} /> : null}
      {report.done ? (
        <p className="import-links">
          {report.kind === "bookings" ? <a href={`/bookings?date=${report.first_on}`} className="import-link">{words.bookings}</a> : null}
          <a href="/contacts" className="import-link">{words.contacts}</a>
        </p>
      ) : null}
      {!report.done && !report.refused.length ? <button type="button" className="door-button import-take" disabled={busy} onClick={take}>{said(words.take, { rows })}</button> : null}
    </>
  );
}

function Refusals({ report, words, download, warning }) {
  const shown = report.refused.length;
  return (
    <section className="import-refusals" aria-label={words.refused}>
      <div className="import-refusals-head">
        <h3>{words.refused}</h3>
        <button type="button" className="import-link" onClick={download}>{words.download}</button>
      </div>
      <p className="field-hint">{words.correct}{shown < report.refusals ? ` ${said(words.first, { shown, all: report.refusals.toLocaleString("en-GB") })}` : ""}</p>
      <div className="import-scroll" tabIndex={0} role="region" aria-label={words.refused}>
        <table className="set-table set-table-wide import-table" aria-label={words.refused}>
          <thead><tr>{["line", "column", "reason", "text"].map((each) => <th key={each} scope="col">{words[each]}</th>)}</tr></thead>
          <tbody>{report.refused.map(([line, column, message, text], number) => (
            <tr key={number}><td data-label={words.line}>{line}</td><td data-label={words.column}>{column || words.whole_row}</td><td data-label={words.reason}>{message}</td>{line === report.refused[number - 1]?.[0] ? <td /> : <td data-label={words.text}>{text}</td>}</tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}
