// A form that is sent to a route which begins a session; what is wrong comes back and stands beside its field, what was typed stays.
import React, { useState } from "react";
import { ZoneField, ownZone } from "$/public/external/bookings_app/ui/zone_field/zone_field.jsx";

export function DoorForm({ action, fields, submitLabel, token, failure, zones, zoneWords, icon }) {
  const [errors, setErrors] = useState({});
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState("");
  const [again, setAgain] = useState(false);
  const send = async (event) => {
    event.preventDefault();
    setSending(true); setSaid(""); setErrors({});
    try {
      const answer = await fetch(action, { method: "POST", body: new FormData(event.target), credentials: "same-origin" });
      const body = await answer.json();
      if (answer.ok) { window.location.assign(body.next); return; }
      const wrong = {};
      for (const each of body.errors ?? []) wrong[each.field] = [wrong[each.field], each.message].filter(Boolean).join(" ");
      const known = Object.keys(wrong).filter((name) => fields.some((field) => field.name === name));
      setErrors(wrong);
      const passwords = event.target.querySelectorAll("input[type=password]");
      passwords.forEach((each) => { each.value = ""; });
      setAgain(passwords.length > 0);
      if (known.length) document.getElementById(fields.find((field) => wrong[field.name]).name)?.focus();
      else setSaid(body.detail ?? failure);
    } catch { setSaid(failure); }
    setSending(false);
  };
  return (
    <form onSubmit={send} className="door-form" noValidate>
      <input type="hidden" name="token" value={token ?? ""} />
      {fields.map((field) => (
        <div className="field" key={field.name}>
          <label htmlFor={field.name} className="field-label">{field.label}</label>
          {field.is_zone ? <ZoneField inputId={field.name} name={field.name} value={ownZone()} zones={zones} words={zoneWords} plainClass="door-input" invalid={Boolean(errors[field.name])} describedBy={`${field.name}-error ${field.name}-hint`} /> : <input id={field.name} name={field.name} type={field.type} autoComplete={field.complete} readOnly={Boolean(field.fixed)} className="door-input"
            defaultValue={field.value || ""}
            aria-invalid={errors[field.name] ? "true" : undefined} aria-describedby={errors[field.name] ? `${field.name}-error` : field.hint ? `${field.name}-hint` : undefined} />}
          {errors[field.name] ? <p className="field-error" id={`${field.name}-error`} role="alert">{icon}{errors[field.name]}</p>
            : again && field.type === "password" ? <p className="field-hint" id={`${field.name}-hint`}>Enter it again: what else you typed was kept, passwords are not.</p>
            : field.hint ? <p className="field-hint" id={`${field.name}-hint`}>{field.hint}</p> : null}
        </div>
      ))}
      {said ? <p className="field-error" role="alert">{icon}{said}</p> : null}
      <button type="submit" disabled={sending} className="door-button">{submitLabel}</button>
    </form>
  );
}
