// A time zone, found by any part of its name. The browser's own is proposed; what is typed stays as it is until it can only mean one.
import React, { useEffect, useRef, useState } from "react";
import { TextField } from "@radix-ui/themes";

const MOST = 50;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("_", " ").trim();
const shown = (zone) => zone.replaceAll("_", " ");
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

function clock(zone) {
  try { return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset" }).format(new Date()); } catch { return ""; }
}

function fitting(zones, text) {                           // whose city begins so comes first
  const sought = plain(text), words = sought.split(/[\s/]+/).filter(Boolean);
  const rank = (zone) => { const name = plain(zone), city = name.slice(name.lastIndexOf("/") + 1); return name === sought || city === sought ? 0 : city.startsWith(sought) ? 1 : name.startsWith(sought) ? 2 : 3; };
  return zones.filter((zone) => words.every((word) => plain(zone).includes(word))).map((zone) => [rank(zone), zone]).sort((one, other) => one[0] - other[0]).map(([, zone]) => zone);
}

export function ZoneField({ inputId, name, value, zones, other, words, invalid, describedBy, plainClass, picksAtOnce, onType, onPick }) {
  const [text, setText] = useState(value ?? ""), [open, setOpen] = useState(false), [typed, setTyped] = useState(false), [at, setAt] = useState(-1);
  const list = useRef(null), at0 = useRef(value ?? "");
  useEffect(() => { if (at0.current !== value) { at0.current = value; setText(value ?? ""); } }, [value]);   // told by the server, not typed here
  const own = ownZone(), found = typed ? fitting(zones, text) : zones;
  const special = typed && text.trim() ? [] : [...(other ? [{ zone: "", label: other }] : []), ...(zones.includes(own) ? [{ zone: own, label: `${words.own}: ${shown(own)}` }] : [])];
  const rows = [...special, ...found.slice(0, MOST).map((zone) => ({ zone, label: shown(zone) }))];
  const settled = typed && found.length === 1 && plain(found[0]) === plain(text);
  const unknown = picksAtOnce && !typed && text !== (value ?? "") && !zones.includes(text);   // it stays as it was typed, and nothing is chosen
  const visible = open && !settled, rowId = (index) => `${inputId}-zone-${index}`;

  useEffect(() => { if (visible) document.getElementById(rowId(Math.max(at, 0)))?.scrollIntoView({ block: "nearest" }); }, [at, visible]);
  useEffect(() => { if (visible) list.current?.scrollIntoView({ block: "nearest" }); }, [visible]);
  useEffect(() => {                                       // Esc closes the list first, then the dialog
    if (!visible) return undefined;
    const pressed = (event) => { if (event.key === "Escape") { event.stopPropagation(); setOpen(false); } };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [visible]);

  const close = () => { setOpen(false); setTyped(false); setAt(-1); };
  const take = (zone) => { setText(zone); close(); if (zone !== text) onType?.(zone); onPick?.(zone); };
  const left = () => {
    if (typed) {
      const same = zones.find((zone) => plain(zone) === plain(text)) ?? (found.length === 1 && text.trim() ? found[0] : undefined);
      if (same !== undefined) { if (picksAtOnce ? same !== value : same !== text) take(same); }
      else if (picksAtOnce && !text.trim()) setText(value ?? "");
    }
    close();
  };
  const pressed = (event) => {
    if (event.key === "Enter") { if (visible && (at >= 0 || typed) && rows.length) { event.preventDefault(); take(rows[Math.max(at, 0)].zone); } else if (picksAtOnce) event.preventDefault(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!visible) { setOpen(true); setAt(0); return; }
      if (rows.length) setAt((now) => (now + (event.key === "ArrowDown" ? 1 : rows.length + (now < 0 ? 0 : -1))) % rows.length);
    }
  };
  const field = { id: inputId, name, value: text, role: "combobox", autoComplete: "off", spellCheck: false, placeholder: other || undefined,
    "aria-expanded": visible, "aria-controls": visible ? `${inputId}-zones` : undefined, "aria-autocomplete": "list", "aria-activedescendant": visible && at >= 0 ? rowId(at) : undefined,
    "aria-invalid": unknown || invalid === true || invalid === "true" ? "true" : undefined, "aria-describedby": describedBy || undefined, onKeyDown: pressed, onClick: () => setOpen(true),
    onChange: (event) => { setText(event.target.value); setTyped(true); setOpen(document.activeElement === event.target); setAt(event.target.value.trim() ? 0 : -1); onType?.(event.target.value); } };
  return (
    <div className="zone-field" onBlur={left}>
      {plainClass ? <input {...field} className={plainClass} onFocus={(event) => event.target.select()} /> : <TextField.Root size="2" {...field} onFocus={(event) => event.target.select()} />}
      {visible ? (
        <div id={`${inputId}-zones`} ref={list} role="listbox" aria-label={words.list} className="zone-rows">
          {rows.map(({ zone, label }, index) => (
            <div key={`${index} ${zone}`} id={rowId(index)} role="option" aria-selected={index === at} className="zone-row" onMouseDown={(event) => event.preventDefault()} onMouseMove={() => setAt(index)} onClick={() => take(zone)}>
              <span>{label}</span><small>{zone ? clock(zone) : ""}</small>
            </div>
          ))}
          {!rows.length ? <p className="zone-note">{words.none}</p> : found.length > MOST ? <p className="zone-note">{words.more}</p> : null}
        </div>
      ) : null}
      {unknown && !visible ? <p role="alert" className="zone-note">{words.none}</p> : null}
    </div>
  );
}
