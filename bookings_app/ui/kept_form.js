// What is typed into the fields of a form is given back when a restarted server or a page that was loaded anew shows it as it was.
import { useEffect, useRef } from "react";
import { forget, keep, read } from "$/public/external/bookings_app/ui/kept/kept.js";

const typedInto = (field) => (field.type === "checkbox" ? field.checked : field.value);
export const fieldsOf = (form) => [...form.elements].filter((each) => each.name);
export const EVENTS = ["input", "change", "click", "keydown"];   // that may change what stands in a form

function typeAgain(field, value) {                        // as whoever typed it did: the field and what listens to it must hear
  if (field.type === "checkbox") { (field.parentElement.querySelector("[role=checkbox]") ?? field).click(); return; }
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
}

// `kept` is the name it is kept by, `form` finds the form, `open` says which one it is, and `start` what its fields begin with; `here` once that is known.
export function useTyped({ kept, form, here, open, start, member }) {
  const now = useRef({}).current; now.here = here;
  const base = JSON.stringify(Object.entries(start ?? {}).sort());
  useEffect(() => {
    if (!member) return undefined;                        // nobody's page yet
    if (!open) { if (now.here) forget(kept); return undefined; }
    const was = read(kept), begun = {}, met = new Set(), mine = { at: window.location.pathname, open, base, member };
    const again = was && Object.entries(mine).every(([name, value]) => was[name] === value) ? was : { typed: {} };
    let isGivingBack = Object.keys(again.typed).length > 0;   // until somebody goes on typing
    const meet = (field) => {                             // each as it begins; some are drawn later than their form, or anew
      if (met.has(field)) return;
      const { name } = field, there = typedInto(field), isOld = isGivingBack && name in again.typed;
      met.add(field); begun[name] = isOld ? again.begun?.[name] ?? there : there;
      if (isOld && again.typed[name] !== there) typeAgain(field, again.typed[name]);
    };
    const draw = () => { const found = document.querySelector(form); if (found) fieldsOf(found).forEach(meet); };
    const drawn = new MutationObserver(draw);
    drawn.observe(document.body, { childList: true, subtree: true });
    draw();
    const note = (event) => {
      if (event.isTrusted && event.target.closest?.(form)) isGivingBack = false;
      if (!isGivingBack) setTimeout(keepTyped);           // once the field has what was typed
    };
    const keepTyped = () => {
      const found = document.querySelector(form);
      if (!found || !now.here) return;
      const typed = Object.fromEntries(fieldsOf(found).filter((each) => each.name in begun && begun[each.name] !== typedInto(each)).map((each) => [each.name, typedInto(each)]));
      if (Object.keys(typed).length) keep(kept, { ...mine, begun, typed }); else forget(kept);
    };
    EVENTS.forEach((name) => document.addEventListener(name, note));
    return () => { drawn.disconnect(); EVENTS.forEach((name) => document.removeEventListener(name, note)); };
  }, [open, base, member]);
}
