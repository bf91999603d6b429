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
import { sayThere } from "$/public/external/bookings_app/ui/calendar/arrival/arrival.js";

const PLUGINS = [dayGridPlugin, timeGridPlugin, listPlugin, interactionPlugin, classicTheme];
const DAY = 86400000;
const iso = (date) => date.toISOString();
const origin = () => (import.meta.env.DEV ? getBackendURL(env.PING).origin : window.location.origin);
const time = (text) => text.slice(11, 16);

function Block({ info, icons, words, clock }) {
  const { event, view, event: { extendedProps: p } } = info;
  const [start, end, icon] = [clock.format(event.start), clock.format(event.end), icons[p.status]];
  const said = [p.service, p.provider, p.location].filter(Boolean);   // a provider's own calendar says the location only
  const mark = p.warning ? <span className="ev-w">{icons.warning}<span>{p.warning}</span></span> : null;
  const hidden = <span className="hidden">{[p.statusLabel, ...said].join(", ")}</span>;
  if (view.type.startsWith("list")) {
    return (
      <div className={`lr st-${p.status}`} title={p.warning}>
        <span className="lr-t">{info.isStart ? start : words.day_begins}<i> – {info.isEnd ? end : words.day_ends}</i></span>
        <span className="st-chip" style={{ width: 22, height: 22 }}>{icon}</span>
        <span className="lr-n">{mark}{event.title}</span><span className="lr-s">{p.service}</span><span className="lr-p">{p.provider}</span>
        <span className="lr-l">{p.location}</span><span className="lr-src">{icons[p.source]}{p.sourceLabel}</span>
        <span className="lr-b">{p.statusLabel}</span><span className="lr-m">{said.join(" · ")}{mark}</span>
      </div>
    );
  }
  if (view.type.startsWith("dayGrid")) {
    return <div className="ev-row" title={p.warning}>{icon}{mark}<span className="ev-t">{start}</span><span className="ev-n">{event.title}</span>{hidden}</div>;
  }
  const long = (event.end - event.start) / 60000;
  return (
    <div className={"ev-col" + (long <= 30 ? " ev-short" : long >= 60 ? " ev-long" : "")} title={p.warning}>
      <div className="ev-1">{icon}{mark}<span className="ev-n">{event.title}</span><span className="ev-in">{start} {said.join(" · ")}</span></div>
      {long > 30 ? <div className="ev-2">{start} {said[0]}<span className="ev-x">{said.slice(1).map((each) => ` · ${each}`)}</span></div> : null}
      {long >= 60 && said[1] ? <div className="ev-2">{said[1]}</div> : null}
      {hidden}
    </div>
  );
}

// What is on screen, for the legend and the empty state: counts, and how far it reaches. Whole days, by the calendar's clock.
function report(api, range, days) {
  const first = days.startStr.slice(0, 10) + "T00:00";
  const until = time(days.endStr) > "00:00" ? days.endStr.slice(0, 10) + "T24:00" : days.endStr.slice(0, 16);
  const found = api.getEvents().filter((e) => e.startStr.slice(0, 16) < until && e.endStr.slice(0, 16) > first);
  const counts = {};
  let [earliest, latest] = ["24:00", "00:00"];
  const reach = found.filter((e) => e.extendedProps.widens !== false);
  for (const e of found) counts[e.extendedProps.status] = (counts[e.extendedProps.status] ?? 0) + 1;
  for (const e of reach) {
    const overnight = e.startStr.slice(0, 10) !== e.endStr.slice(0, 10);
    earliest = overnight ? "00:00" : [earliest, time(e.startStr)].sort()[0];
    latest = overnight ? "24:00" : [latest, time(e.endStr)].sort()[1];
  }
  const zones = [...new Set(found.map((e) => e.extendedProps.timeZone))];
  const dates = [...new Set(reach.map((e) => e.startStr.slice(0, 10)))];
  return { start: iso(range.start), end: iso(range.end), change: range.change, counts, zones, earliest, latest, dates };
}

function keepOnScreen(selector) {
  const popover = document.querySelector(selector);
  const over = popover ? popover.getBoundingClientRect().bottom - window.innerHeight + 8 : 0;
  if (over > 0) popover.style.top = Math.max(8, popover.offsetTop - over) + "px";
}

export function BookingCalendar({
  options, view, date, timeZone, timeFormat, icons, words, screens, keys, feedUrl, feedParams, version = 0, changes, connected = true, colorScheme, query, arrivedAt, booking = "",
  onArrive, onLoad, onChange, onFail, onSelect, onDay, onKey, onBack,
}) {
  const ref = useRef(null);
  const latest = useRef({});
  latest.current = { feedParams, onLoad, onChange, onFail, onKey, onBack, onArrive, keys };
  // The newest answer's range, the days on screen, the newest change applied, what was asked for, what was open.
  const at = useRef({ loaded: null, days: null, seen: 0, wanted: "", opened: "", address: null }).current;
  const [loading, setLoading] = useState("first");
  const [fresh, setFresh] = useState(() => new Set());
  const [clock, hours] = useMemo(() => [timeZone || undefined, "UTC"].map((zone) => new Intl.DateTimeFormat(options.locale, { ...timeFormat, timeZone: zone })), [timeZone, JSON.stringify(timeFormat)]);
  const api = () => ref.current?.getApi();
  const [ready, setReady] = useState(false);                  // answered: until then what is known is another page's
  // Who looks, from where: Python answers with view, date and zone, and only then a calendar is drawn.
  const arrive = () => {
    at.address = window.location.search;
    const screen = Object.keys(screens).find((name) => window.matchMedia(screens[name]).matches) ?? "";
    latest.current.onArrive?.(screen, Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", at.address);
  };
  useEffect(() => { if (!view) arrive(); }, [view]);          // again, when a restarted server knows nothing of this page
  useEffect(() => {
    if (view) arrive();
    const queries = Object.values(screens).map((text) => window.matchMedia(text));
    queries.forEach((q) => q.addEventListener("change", arrive));
    return () => queries.forEach((q) => q.removeEventListener("change", arrive));
  }, []);
  useEffect(() => { if (view && arrivedAt === at.address?.slice(0, 2000)) setReady(true); }, [view, arrivedAt]);
  useEffect(() => { sayThere(Boolean(view) && ready); return () => sayThere(false); }, [view, ready]);

  const tell = useCallback((say) => {
    if (!api() || !at.days || !at.loaded?.range) return;
    setLoading("");
    latest.current[say]?.({ ...report(api(), at.loaded.range, at.days), seen: at.seen });
  }, []);
  const feed = useCallback((info, ok, fail) => {
    const range = { start: new Date(info.start - DAY), end: new Date(+info.end + DAY) };   // hours that are not shown yet belong to it
    const asked = new URLSearchParams({ ...latest.current.feedParams, start: iso(range.start), end: iso(range.end) });
    const mine = (at.loaded = {});
    setLoading((old) => old || "again");
    fetch(`${origin()}${feedUrl}?${asked}`, { credentials: "include" })
      .then((r) => (r.ok ? r.json() : Promise.reject(Object.assign(new Error(), { status: r.status }))))
      .then((answer) => { mine.range = { ...range, change: (at.seen = answer.change) }; ok(answer.events); if (mine === at.loaded) setTimeout(tell, 0, "onLoad"); })
      .catch((error) => { if (mine === at.loaded) { setLoading(""); latest.current.onFail?.(error.status ?? 0); } fail(error); });
  }, [feedUrl]);
  const onDatesSet = useCallback((info) => {
    at.days = info;
    setTimeout(tell, 0, "onChange");
    setTimeout(() => document.querySelector(".c-ldh.today")?.parentElement?.scrollIntoView({ block: "start" }), 60);
  }, []);

  const wanted = `${version} ${JSON.stringify(feedParams)} ${connected}`;
  useEffect(() => {
    if (at.wanted && connected) api()?.refetchEvents();
    at.wanted = wanted;
  }, [wanted]);

  useEffect(() => {                                           // patches pushed by the server, ascending by seq
    if (!api() || !changes?.length) return;
    const news = changes.filter((c) => c.seq > at.seen);
    if (!news.length) return;
    at.seen = news[news.length - 1].seq;
    api().batchRendering(() => {
      for (const c of news) {
        api().getEventById(c.event.id)?.remove();
        if (c.op === "upsert") api().addEvent(c.event, true); // tied to the feed: the next answer replaces it
      }
    });
    const ids = news.map((c) => c.event.id);
    setFresh((old) => new Set([...old, ...ids]));
    setTimeout(() => setFresh((old) => new Set([...old].filter((id) => !ids.includes(id)))), 2000);
    tell("onChange");
  }, [changes]);

  useEffect(() => {                                           // view and date are Python's to say
    if (!api() || !view) return;
    if (api().view.type !== view) api().changeView(view, date); else api().gotoDate(date);
  }, [view, date]);

  useEffect(() => {                                           // the address says what is shown; which booking is open is not ours to say
    if (!view || !ready) return;
    const open = new URLSearchParams(window.location.search).get("booking");
    const address = `?${query}${open ? `&booking=${encodeURIComponent(open)}` : ""}`;
    if (window.location.search !== address) window.history.replaceState(window.history.state, "", address);
  }, [query, view, ready]);

  useEffect(() => {
    const back = () => latest.current.onBack?.(window.location.search);
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

  useEffect(() => {                                           // the focus goes back to the block it came from
    const id = booking ? "" : at.opened;
    const gone = () => !document.activeElement || document.activeElement === document.body;   // its block was redrawn meanwhile
    if (id) setTimeout(() => gone() && document.querySelector(`[data-booking="${CSS.escape(id)}"]`)?.focus(), 300);
    at.opened = booking;
  }, [booking]);

  if (!view || !ready) return <div className="cal" data-loading="first" />;
  return (
    <div className={"cal cal-" + view.replace(/[A-Z].*/, "")} data-loading={loading} style={{ "--today": JSON.stringify(words.today) }}>
      <FullCalendar key={timeZone} ref={ref} className="c-root" plugins={PLUGINS} headerToolbar={false} height="100%" {...options}
        initialView={view} initialDate={date} timeZone={timeZone} colorScheme={colorScheme} events={feed}
        moreLinkContent={(i) => words[i.view.type.startsWith("timeGrid") ? "column_more" : "more"].replace("{n}", i.num)} moreLinkClick={() => { requestAnimationFrame(() => keepOnScreen(".c-pop")); return "popover"; }}
        dayHeaderContent={(i) => i.inPopover ? i.text : i.view.type === "dayGridMonth" ? i.weekdayText : <span className={"dh" + (i.isToday ? " today" : "")}><span>{i.weekdayText}</span><b>{i.dayNumberText}</b></span>}
        eventClass={(i) => `st-${i.event.extendedProps.status}${i.event.extendedProps.rank ? " rel" : ""}${fresh.has(i.event.id) ? " fresh" : ""}`}
        eventContent={(i) => <Block info={i} icons={icons} words={words} clock={clock} />} eventDidMount={(i) => i.el.setAttribute("data-booking", i.event.id)}
        slotHeaderContent={(i) => hours.format(i.time.milliseconds)} slotHeaderInnerClass={(i) => "c-shi" + (i.isFirst ? " first" : "")} slotLaneClass={(i) => (i.isMinor ? "c-minor" : "")}
        dayCellClass={(i) => "c-cell" + (i.isToday ? " today" : "") + (i.isOther ? " other" : "")}
        listDayHeaderClass={(i) => "c-ldh" + (i.isToday ? " today" : "")} listDayHeaderInnerClass={(i) => (i.level ? "c-hide" : "c-ldhi")}
        eventClick={(i) => { i.jsEvent.preventDefault(); onSelect?.(i.event.id); }}
        navLinkDayClick={(_, e) => { e.preventDefault(); const day = e.target.closest?.("[data-date]")?.dataset.date; if (day) onDay?.(day); }}
        datesSet={onDatesSet}
      />
    </div>
  );
}
