// Thin adapter between Reflex (props and events, JSON only) and FullCalendar. What it says, shows and decides comes as props from Python.
import React, { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { getBackendURL } from "$/utils/state";
import env from "$/env.json";
import FullCalendar from "@fullcalendar/react";
import dayGridPlugin from "@fullcalendar/react/daygrid";
import timeGridPlugin from "@fullcalendar/react/timegrid";
import listPlugin from "@fullcalendar/react/list";
import interactionPlugin from "@fullcalendar/react/interaction";
import classicTheme from "@fullcalendar/react/themes/classic";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "@fullcalendar/react/themes/classic/palette.css";

const PLUGINS = [dayGridPlugin, timeGridPlugin, listPlugin, interactionPlugin, classicTheme];
const iso = (date) => date.toISOString();
const origin = () => (import.meta.env.DEV ? getBackendURL(env.PING).origin : window.location.origin);
const minutes = (event) => (event.end - event.start) / 60000;
const time = (text) => text.slice(11, 16);

function Block({ info, icons }) {
  const { event, view } = info;
  const p = event.extendedProps;
  const [start, end] = [time(event.startStr), time(event.endStr)];
  const icon = icons[p.status];
  const hidden = <span className="hidden">{[p.statusLabel, p.service, p.provider, p.location].join(", ")}</span>;
  const where = [p.service, p.provider, p.location].join(" · ");
  if (view.type.startsWith("list")) {
    return (
      <div className={`lr st-${p.status}`}>
        <span className="lr-t">{start}<i> – {end}</i></span>
        <span className="st-chip" style={{ width: 22, height: 22 }}>{icon}</span>
        <span className="lr-n">{p.customer}</span><span className="lr-s">{p.service}</span><span className="lr-p">{p.provider}</span>
        <span className="lr-l">{p.location}</span><span className="lr-src">{icons[p.source]}{p.sourceLabel}</span>
        <span className="lr-b">{p.statusLabel}</span><span className="lr-m">{where}</span>
      </div>
    );
  }
  if (view.type.startsWith("dayGrid")) {
    return <div className="ev-row">{icon}<span className="ev-t">{start}</span><span className="ev-n">{p.customer}</span>{hidden}</div>;
  }
  const long = minutes(event);
  return (
    <div className={"ev-col" + (long <= 30 ? " ev-short" : long >= 60 ? " ev-long" : "")}>
      <div className="ev-1">{icon}<span className="ev-n">{p.customer}</span><span className="ev-in">{start} {where}</span></div>
      {long > 30 ? <div className="ev-2">{start} {p.service}<span className="ev-x"> · {p.provider} · {p.location}</span></div> : null}
      {long >= 60 ? <div className="ev-2">{p.provider}</div> : null}
      {hidden}
    </div>
  );
}

// What is on screen, for the legend and the empty state: counts, and how far it reaches.
function report(api, { start, end }) {
  const found = api.getEvents().filter((e) => e.start < end && e.end > start);
  const counts = {};
  const zones = new Set();
  let [earliest, latest] = ["24:00", "00:00"];
  const dates = new Set();
  for (const e of found) {
    counts[e.extendedProps.status] = (counts[e.extendedProps.status] ?? 0) + 1;
    zones.add(e.extendedProps.timeZone);
    dates.add(e.startStr.slice(0, 10));
    const overnight = e.startStr.slice(0, 10) !== e.endStr.slice(0, 10);
    earliest = overnight ? "00:00" : [earliest, time(e.startStr)].sort()[0];
    latest = overnight ? "24:00" : [latest, time(e.endStr)].sort()[1];
  }
  return { start: iso(start), end: iso(end), counts, zones: [...zones], earliest, latest, dates: [...dates] };
}

function keepOnScreen(selector) {
  const popover = document.querySelector(selector);
  const over = popover ? popover.getBoundingClientRect().bottom - window.innerHeight + 8 : 0;
  if (over > 0) popover.style.top = Math.max(8, popover.offsetTop - over) + "px";
}

export function BookingCalendar({
  options, view, date, timeZone, icons, words, screens, keys, feedUrl, feedParams, version = 0, changes, connected = true, colorScheme, query, booking = "",
  onArrive, onLoad, onChange, onFail, onSelect, onSelectedChange, onDay, onKey, onBack,
}) {
  const ref = useRef(null);
  const latest = useRef({});
  latest.current = { feedParams, booking, onLoad, onChange, onFail, onSelectedChange, onKey, onBack, onArrive, keys };
  const loaded = useRef(null);                                // the range and change number of the newest answer
  const [loading, setLoading] = useState("first");
  const [fresh, setFresh] = useState(() => new Set());
  const api = () => ref.current?.getApi();

  // Who looks, from where: Python answers with view, date and zone, and only then a calendar is drawn.
  const screen = () => Object.keys(screens).find((name) => window.matchMedia(screens[name]).matches) ?? "";
  useEffect(() => {
    const tell = () => latest.current.onArrive?.(screen(), Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", window.location.search);
    tell();
    const queries = Object.values(screens).map((text) => window.matchMedia(text));
    queries.forEach((q) => q.addEventListener("change", tell));
    return () => queries.forEach((q) => q.removeEventListener("change", tell));
  }, []);

  const feed = useCallback((info, ok, fail) => {
    const asked = new URLSearchParams({ start: iso(info.start), end: iso(info.end) });
    for (const [name, value] of Object.entries(latest.current.feedParams ?? {})) for (const one of [].concat(value)) if (one) asked.append(name, one);
    const mine = (loaded.current = { ask: (loaded.current?.ask ?? 0) + 1 });
    fetch(`${origin()}${feedUrl}?${asked}`, { credentials: "include" })
      .then((r) => (r.ok ? r.json() : Promise.reject(Object.assign(new Error(), { status: r.status }))))
      .then((answer) => { Object.assign(mine, { seq: answer.change, range: { start: info.start, end: info.end } }); ok(answer.events); })
      .catch((error) => { if (mine === loaded.current) { setLoading(""); latest.current.onFail?.(error.status ?? 0); } fail(error); });
  }, [feedUrl]);

  const told = useRef(0);                                     // the answer Python was told of
  const onEventsSet = useCallback(() => {
    const now = loaded.current;
    if (!now?.range || !api() || now.ask === told.current) return;
    told.current = now.ask;
    setLoading("");
    latest.current.onLoad?.({ ...report(api(), now.range), change: now.seq });
  }, []);

  const key = JSON.stringify(feedParams ?? null);
  const drawn = useRef("");
  useEffect(() => {
    const again = `${version} ${key} ${connected}`;
    if (drawn.current && drawn.current !== again && connected) api()?.refetchEvents();
    drawn.current = again;
  }, [version, key, connected]);

  const seen = useRef(0);
  useEffect(() => {                                           // patches pushed by the server, ascending by seq
    if (!api() || !changes?.length) return;
    const news = changes.filter((c) => c.seq > Math.max(seen.current, loaded.current?.seq ?? 0));
    if (!news.length) return;
    seen.current = news[news.length - 1].seq;
    api().batchRendering(() => {
      for (const c of news) {
        api().getEventById(c.event.id)?.remove();
        if (c.op === "upsert") api().addEvent(c.event, true); // tied to the feed: the next answer replaces it
      }
    });
    const ids = news.map((c) => c.event.id);
    setFresh((old) => new Set([...old, ...ids]));
    setTimeout(() => setFresh((old) => new Set([...old].filter((id) => !ids.includes(id)))), 2000);
    if (loaded.current?.range) latest.current.onChange?.(report(api(), loaded.current.range));
    if (ids.includes(latest.current.booking)) latest.current.onSelectedChange?.();
  }, [changes]);

  useEffect(() => {                                           // view and date are Python's to say
    if (!api() || !view) return;
    setLoading((old) => old || "again");
    if (api().view.type !== view) api().changeView(view, date); else api().gotoDate(date);
    if (loaded.current?.ask === told.current) setLoading("");
  }, [view, date]);

  const pushed = useRef(false);
  useEffect(() => {                                           // the address says what is shown; an open booking is a step to come back from
    if (!view) return;
    const wanted = `${window.location.pathname}?${query}${booking ? `&booking=${encodeURIComponent(booking)}` : ""}`;
    const open = new URLSearchParams(window.location.search).get("booking");
    if (`${window.location.pathname}${window.location.search}` === wanted) return;
    if (open && !booking && pushed.current) { pushed.current = false; window.history.back(); return; }
    pushed.current = pushed.current || Boolean(!open && booking);
    window.history[!open && booking ? "pushState" : "replaceState"](window.history.state, "", wanted);
  }, [query, booking, view]);

  useEffect(() => {
    const back = () => { pushed.current = false; latest.current.onBack?.(window.location.search); };
    const press = (e) => {
      const typing = e.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=radiogroup]");
      const action = latest.current.keys?.[e.key];
      if (!action || typing || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("[role=dialog]")) return;
      e.preventDefault();
      latest.current.onKey?.(action);
    };
    window.addEventListener("popstate", back);
    window.addEventListener("keydown", press);
    return () => { window.removeEventListener("popstate", back); window.removeEventListener("keydown", press); };
  }, []);

  const given = useRef("");                                   // where the focus goes back to
  useEffect(() => {
    if (booking) { given.current = booking; return; }
    const id = given.current; given.current = "";
    if (id) requestAnimationFrame(() => document.querySelector(`[data-booking="${CSS.escape(id)}"]`)?.focus());
  }, [booking]);

  if (!view) return <div className="cal" data-loading="first" />;
  return (
    <div className={"cal cal-" + view.replace(/[A-Z].*/, "")} data-loading={loading}>
      <FullCalendar key={timeZone} ref={ref} className="c-root" plugins={PLUGINS} headerToolbar={false} height="100%" {...options}
        initialView={view} initialDate={date} timeZone={timeZone} colorScheme={colorScheme} events={feed} eventsSet={onEventsSet}
        moreLinkText={(n) => words.more.replace("{n}", n)} moreLinkClick={() => { requestAnimationFrame(() => keepOnScreen(".c-pop")); return "popover"; }}
        columnMoreLinkContent={(i) => words.column_more.replace("{n}", i.num)}
        dayHeaderContent={(i) => i.inPopover ? i.text : i.view.type === "dayGridMonth" ? i.weekdayText : <span className={"dh" + (i.isToday ? " today" : "")}><span>{i.weekdayText}</span><b>{i.dayNumberText}</b></span>}
        eventClass={(i) => `st-${i.event.extendedProps.status}${i.event.extendedProps.rank ? " rel" : ""}${fresh.has(i.event.id) ? " fresh" : ""}`}
        eventContent={(i) => <Block info={i} icons={icons} />} eventDidMount={(i) => i.el.setAttribute("data-booking", i.event.id)}
        slotHeaderInnerClass={(i) => "c-shi" + (i.isFirst ? " first" : "")} slotLaneClass={(i) => (i.isMinor ? "c-minor" : "")}
        dayCellClass={(i) => "c-cell" + (i.isToday ? " today" : "") + (i.isOther ? " other" : "")}
        listDayHeaderClass={(i) => "c-ldh" + (i.isToday ? " today" : "")} listDayHeaderInnerClass={(i) => (i.level ? "c-hide" : "c-ldhi")}
        eventClick={(i) => { i.jsEvent.preventDefault(); onSelect?.(i.event.id); }}
        navLinkDayClick={(_, e) => { e.preventDefault(); const day = e.target.closest?.("[data-date]")?.dataset.date; if (day) onDay?.(day); }}
        datesSet={() => setTimeout(() => document.querySelector(".c-ldh.today")?.parentElement?.scrollIntoView({ block: "start" }), 60)}
      />
    </div>
  );
}
