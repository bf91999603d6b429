// Weekly hours as lines one types into. What is typed stays here until it is saved; what is wrong with it, and every word, comes from Python.
import React, { useEffect, useRef, useState } from "react";
import { Button, Checkbox, IconButton, Popover, TextField } from "@radix-ui/themes";
import { forget, keep, read } from "$/public/external/bookings_app/ui/kept/kept.js";

let made = 0;
const fresh = (line) => ({ breaks: [], ...line, key: `n${++made}` });
const copied = (line, weekday) => fresh({ ...line, weekday, breaks: line.breaks.map((each) => ({ ...each, key: `n${++made}` })) });
const said = (lines) => JSON.stringify(lines.map(({ key, breaks, ...line }) => ({ ...line, breaks: breaks.map(({ start, end }) => ({ start, end })) })));

const listed = (names, and) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} ${and} ${names[names.length - 1]}` : names.join());

function Said({ id, wrong, remark, icons }) {
  if (!wrong && !remark) return null;
  return <div id={id}>{wrong ? <p className="field-error">{icons.wrong}{wrong}</p> : null}{remark ? <p className="field-hint">{remark}</p> : null}</div>;
}

function Times({ of, label, wrong, remark, shown, icons, onType, children }) {
  const [start, end] = [wrong[`${of.key}.start`], wrong[`${of.key}.end`]].map((each, number) => (shown(`${of.key}.${number ? "end" : "start"}`) ? each : undefined));
  const other = wrong[of.key] ?? wrong[`${of.key}.location_id`];
  const field = (name, error) => (
    <TextField.Root size="2" className="hours-time" aria-label={`${label} ${name === "start" ? "from" : "to"}`} value={of[name]} autoComplete="off" maxLength={12} id={`${of.key}.${name}`}
      aria-invalid={error ? true : undefined} aria-describedby={start || end || other || remark ? `${of.key}-said` : undefined} onChange={(event) => onType({ [name]: event.target.value })} />
  );
  return (
    <div className="hours-entry">
      <div className="hours-line">{field("start", start)}<span aria-hidden="true">–</span>{field("end", end)}{children}</div>
      <Said id={`${of.key}-said`} wrong={[start, end, other].filter(Boolean).join(" ")} remark={remark} icons={icons} />
    </div>
  );
}

function CopyDay({ day, weekdays, words, icons, onCopy }) {
  const [to, setTo] = useState([]), [open, setOpen] = useState(false);
  const others = weekdays.filter((each) => each.number !== day.number);
  const all = others.every((each) => to.includes(each.number));
  return (
    <Popover.Root open={open} onOpenChange={(now) => { setOpen(now); setTo([]); }}>
      <Popover.Trigger><IconButton id={`copy-${day.number}`} type="button" variant="ghost" color="gray" aria-label={`${words.copy} ${day.name}`} title={`${words.copy} ${day.name}`}>{icons.copy}</IconButton></Popover.Trigger>
      <Popover.Content size="1" width="220px" aria-label={`${words.copy} ${day.name}`}>
        <div className="hours-copy">
          <b>{`${words.copy} ${day.name} ${words.to}`}</b>
          <label><Checkbox checked={all} onCheckedChange={(on) => setTo(on ? others.map((each) => each.number) : [])} />{words.all}</label>
          {others.map((each) => (
            <label key={each.number}><Checkbox checked={to.includes(each.number)} onCheckedChange={(on) => setTo((now) => (on ? [...now, each.number] : now.filter((other) => other !== each.number)))} />{each.name}</label>
          ))}
          <Button type="button" disabled={!to.length} onClick={() => { onCopy(to); setOpen(false); }}>{words.copy}</Button>
        </div>
      </Popover.Content>
    </Popover.Root>
  );
}

const TYPED = "hours-typed";                             // as Python calls it, too
function kept(provider, base) {                           // what was typed outlives the page, as long as what it began with is still so
  const all = read(TYPED);
  return all?.provider === provider && all.base === base ? all.lines : null;
}

export function WeeklyHours({ provider, turn, saved, places, wrong, remarks, answers, weekdays, usual, words, icons, formId, wait, onDraft, onChanged, onSave }) {
  const [lines, setLines] = useState(() => kept(provider, said(saved)) ?? saved), [focused, setFocused] = useState(""), [tried, setTried] = useState(false), [copy, setCopy] = useState(null);
  const begun = useRef({ provider, turn, base: said(saved) }), form = useRef(null), next = useRef(null), told = useRef({});
  told.current = { onDraft, onChanged, onSave };
  const differs = said(lines) !== begun.current.base, differed = useRef(false);

  const stored = said(saved);
  useEffect(() => {                                       // begin anew when told so; when only the page or the server did, what was typed stays
    const was = begun.current, anew = turn > was.turn;
    begun.current = { provider, turn, base: stored };
    if (!anew && was.provider === provider && was.base === stored) { if (differed.current) { told.current.onChanged?.(true); told.current.onDraft?.(provider, lines); } return; }
    if (anew) forget(TYPED);
    differed.current = false; setTried(false); setLines(kept(provider, stored) ?? saved);
  }, [provider, turn, stored]);
  useEffect(() => {
    if (said(lines) === begun.current.base) { if (differed.current) { differed.current = false; forget(TYPED); told.current.onChanged?.(false); } return undefined; }
    if (!differed.current) { differed.current = true; told.current.onChanged?.(true); }
    keep(TYPED, { provider, base: begun.current.base, lines });
    const timer = setTimeout(() => told.current.onDraft?.(provider, lines), wait);
    return () => clearTimeout(timer);
  }, [lines]);
  useEffect(() => { if (next.current) { document.getElementById(next.current)?.focus(); next.current = null; } });
  useEffect(() => { if (answers) requestAnimationFrame(() => form.current?.querySelector("[aria-invalid=true]")?.focus()); }, [answers]);
  useEffect(() => {                                       // nor does a closed window lose it silently
    if (!differs) return undefined;
    const leaving = (event) => event.preventDefault();
    window.addEventListener("beforeunload", leaving);
    return () => window.removeEventListener("beforeunload", leaving);
  }, [differs]);

  const change = (key, what) => setLines((now) => now.map((line) => (line.key === key ? { ...line, ...what(line) } : line)));
  const remove = (line, back) => { next.current = back; setLines((now) => now.filter((each) => each.key !== line.key)); };
  const add = (day, mine) => {
    const model = lines[lines.length - 1], first = mine.length === 0;
    const line = fresh({ weekday: day.number, start: first ? usual.start : "", end: first ? usual.end : "", location: (mine[mine.length - 1] ?? model)?.location ?? places[0]?.id ?? "" });
    next.current = `${line.key}.start`; setLines((now) => [...now, line]);
  };
  const pause = (line) => { const made = fresh({ start: "", end: "" }); next.current = `${made.key}.start`; change(line.key, ({ breaks }) => ({ breaks: [...breaks, { key: made.key, start: "", end: "" }] })); };
  const copyDay = (day, to) => {
    const of = (weekday) => lines.filter((line) => line.weekday === weekday), bare = (all) => said(all.map((line) => ({ ...line, weekday: 0 })));
    const lost = weekdays.filter((each) => to.includes(each.number) && of(each.number).length && bare(of(each.number)) !== bare(of(day.number)));
    const after = [...lines.filter((line) => !to.includes(line.weekday)), ...to.flatMap((weekday) => of(day.number).map((line) => copied(line, weekday)))];
    setCopy({ from: day.number, before: lines, after, lost: lost.map((each) => each.name) }); setLines(after);
  };
  const undo = () => { next.current = `copy-${copy.from}`; setLines(copy.before); };
  const shown = (id) => tried || focused !== id;           // nobody is told off in the middle of a word

  return (
    <form id={formId} ref={form} className={usual.start?.length > 5 ? "hours hours-wide" : "hours"} noValidate onFocus={(event) => setFocused(event.target.id)} onBlur={() => setFocused("")}
      onSubmit={(event) => { event.preventDefault(); setTried(true); told.current.onSave?.(provider, lines); }}>
      {weekdays.map((day) => {
        const mine = lines.filter((line) => line.weekday === day.number), addId = `add-${day.number}`;
        return (
          <section key={day.number} className="hours-day" aria-label={day.name}>
            <h3>{day.name}</h3>
            <div className="hours-lines">
              {mine.length === 0 ? <p className="hours-none">{words.none}</p> : null}
              {mine.map((line) => (
                <div key={line.key} className="hours-window">
                  <Times of={line} label={day.name} wrong={wrong} remark={remarks[line.key]} shown={shown} icons={icons} onType={(typed) => change(line.key, () => typed)}>
                    <select className="native-select hours-place" aria-label={`${day.name}, ${words.location}`} value={line.location} aria-invalid={wrong[`${line.key}.location_id`] ? true : undefined} onChange={(event) => { const location = event.target.value; change(line.key, () => ({ location })); }}>
                      {places.map((place) => <option key={place.id} value={place.id}>{place.name}</option>)}
                    </select>
                    <IconButton type="button" variant="ghost" color="gray" aria-label={`${words.addBreak}, ${day.name} ${line.start}`} title={words.addBreak} onClick={() => pause(line)}>{icons.pause}</IconButton>
                    <IconButton type="button" variant="ghost" color="gray" aria-label={`${words.remove} ${day.name} ${line.start}–${line.end}`} title={words.remove} onClick={() => remove(line, addId)}>{icons.remove}</IconButton>
                  </Times>
                  {line.breaks.map((each) => (
                    <div key={each.key} className="hours-break">
                      <span>{words.pause}</span>
                      <Times of={each} label={`${day.name}, ${words.pause}`} wrong={wrong} remark={remarks[each.key]} shown={shown} icons={icons}
                        onType={(typed) => change(line.key, ({ breaks }) => ({ breaks: breaks.map((other) => (other.key === each.key ? { ...other, ...typed } : other)) }))}>
                        <IconButton type="button" variant="ghost" color="gray" aria-label={`${words.removeBreak}, ${day.name} ${each.start}`} title={words.removeBreak}
                          onClick={() => { next.current = `${line.key}.start`; change(line.key, ({ breaks }) => ({ breaks: breaks.filter((other) => other.key !== each.key) })); }}>{icons.remove}</IconButton>
                      </Times>
                    </div>
                  ))}
                </div>
              ))}
              <div role="status">
                {copy?.from === day.number && copy.after === lines ? <p className="field-hint hours-copied">{copy.lost.length ? `${words.replaced} ${listed(copy.lost, words.and)}.` : words.copied}<button type="button" className="link-button" onClick={undo}>{words.undo}</button></p> : null}
              </div>
            </div>
            <div className="hours-acts">
              {mine.length ? <CopyDay day={day} weekdays={weekdays} words={words} icons={icons} onCopy={(to) => copyDay(day, to)} /> : null}
              <IconButton id={addId} type="button" variant="ghost" color="gray" disabled={!places.length} aria-label={`${words.add} ${day.name}`} title={`${words.add} ${day.name}`} onClick={() => add(day, mine)}>{icons.add}</IconButton>
            </div>
          </section>
        );
      })}
    </form>
  );
}

// Whose hours the address asks for, again when a restarted server knows nothing of this page; and what happens to their bookings meanwhile.
export function HoursKeeper({ arrived, heard, onArrive, onHear, onLeave }) {
  const [nonce] = useState(() => Math.random().toString(36).slice(2));
  const told = useRef({}); told.current = { onArrive, onHear, onLeave };
  useEffect(() => { if (arrived !== nonce) told.current.onArrive?.(nonce, window.location.search); }, [arrived]);
  useEffect(() => { if (heard) told.current.onHear?.(); }, [heard]);
  useEffect(() => () => told.current.onLeave?.(), []);
  return null;
}

// Leaving with typed hours asks first, whatever link leads away.
export function LeaveGuard({ changed, onLeave }) {
  const told = useRef(onLeave); told.current = onLeave;
  useEffect(() => {
    if (!changed) return undefined;
    const clicked = (event) => {
      const link = event.target.closest?.("a[href]:not([href^='#'])");
      if (!link || link.target === "_blank" || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.closest("[role=dialog]")) return;
      event.preventDefault(); event.stopPropagation();        // before the router or this page follows it
      told.current?.(link.getAttribute("href"));
    };
    window.addEventListener("click", clicked, true);
    return () => window.removeEventListener("click", clicked, true);
  }, [changed]);
  return null;
}

// For a screen that shows one part at a time: to each of them, and which one is in sight.
export function JumpBar({ label, parts }) {
  const [at, setAt] = useState(parts[0]?.id);
  useEffect(() => {
    const look = new IntersectionObserver((seen) => seen.forEach((each) => { if (each.isIntersecting) setAt(each.target.id); }), { rootMargin: "-72px 0px -70% 0px" });
    parts.forEach(({ id }) => { const part = document.getElementById(id); if (part) look.observe(part); });
    return () => look.disconnect();
  }, []);
  const go = (event, id) => {
    event.preventDefault();
    const part = document.getElementById(id);
    part?.focus({ preventScroll: true }); part?.scrollIntoView({ block: "start" });
  };
  return (
    <nav className="jump-bar" aria-label={label}>
      {parts.map(({ id, name }) => <a key={id} href={`#${id}`} aria-current={at === id ? "true" : undefined} onClick={(event) => go(event, id)}>{name}</a>)}
    </nav>
  );
}
