// The visitor's page: polls the control API and keeps phones, calls and the timeline of one call up to date.

const API = "/__sim__";
const QUICK = 400;
const CALM = 1500;
const domain = document.body.dataset.domain;
const at = (id) => document.getElementById(id);
let selected = "";
let shown = { token: "", entries: 0 };
let timer = 0;

const PHONE_STATES = {
  idle: ["", "minus", "Idle"],
  off: ["", "cross", "Not active"],
  ringing: ["info", "bell", "Ringing"],
  talking: ["ok", "phone", "Talking"],
  calling: ["ok", "phone", "Calling"],
};
const RESULTS = {
  ANSWER: ["ok", "check", "Answered"],
  NOANSWER: ["warn", "clock", "No answer"],
  BUSY: ["warn", "clock", "Busy"],
  CANCEL: ["", "minus", "Caller hung up"],
  CONGESTION: ["bad", "alert", "No free line"],
  FAILED: ["bad", "alert", "Failed"],
};
const LIVE = {
  new: ["info", "arrow", "Starting"],
  processing: ["info", "arrow", "PBX decides"],
  ringing: ["info", "bell", "Ringing"],
  connected: ["ok", "phone", "Connected"],
};
const ENTRY_ICONS = {
  start: "phone", request: "arrow", redirect: "arrow", say: "speech", play: "speech", pause: "clock", dial: "bell",
  ring: "bell", answer: "phone", refuse: "cross", hangup: "cross", end: "check", error: "alert", warning: "alert",
  cdr: "list", update: "minus", keys: "keys", gather: "keys", prompt: "speech", record: "tape", room: "people",
  callback: "arrow", coach: "speech", stream: "arrow", device: "phone", switch: "arrow", converse: "speech",
};
const KEYS = "123456789*0#";
const LISTENING = {
  "keys": "The PBX listens. Press keys.",
  "speech": "The PBX listens. Say something.",
  "keys and speech": "The PBX listens. Press keys or say something.",
  "message": "The PBX records a message. Say something, then press a key or hang up.",
};

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const badge = ([tone, picture, word]) => make("span", { className: `badge ${tone}` }, icon(picture), word);
const callBadge = (call) => badge(call.live ? LIVE[call.status] ?? LIVE.processing
  : RESULTS[call.disposition] ?? ["", "minus", call.disposition]);

function duration(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function shortAddress(text) {
  const [method, address] = text.split(" ");
  if (!URL.canParse(address)) return text;
  const { pathname, search } = new URL(address);
  const path = pathname + search;
  return `Asks the PBX: ${method} ${path.length > 44 ? `${path.slice(0, 44)}…` : path}`;
}

function clockTime(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(API + path, options);
  } catch {
    throw new Error("The simulator does not answer. Start it again; this page goes on by itself.");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

function complain(text) {
  if (at("trouble").textContent !== text) at("trouble").textContent = text;
}

async function act(path, body) {
  try {
    const answer = await ask(path, body);
    complain("");
    await refresh();
    return answer;
  } catch (error) {
    complain(error.message);
    return null;
  }
}

// Phones ---------------------------------------------------------------------------------------------------------

function phoneButton(phone, word, label, act_, style = "") {
  const button = make("button", { type: "button", className: style }, word, make("span", { className: "hidden-text" }, label));
  button.addEventListener("click", () => act(`/calls/${phone.token}/${phone.leg ? `leg/${phone.leg}` : "caller"}`, { do: act_ }));
  return button;
}

function phoneButtons(phone) {
  const on = ` on ${phone.msisdn}`;
  if (phone.state === "ringing") {
    return [phoneButton(phone, "Answer", on, "answer", "answer"), phoneButton(phone, "Refuse", on, "reject")];
  }
  return ["talking", "calling"].includes(phone.state) ? [phoneButton(phone, "Hang up", on, "hangup", "danger")] : [];
}

function phoneCard(phone) {
  const other = phone.name ? `${phone.name} · ${phone.with}` : phone.with;
  const who = { ringing: `Call from ${other}`, talking: `With ${other}`, calling: `To ${phone.with}` }[phone.state];
  const card = make("li", { className: "phone" },
    make("div", { className: "phone-head" }, make("h3", {}, phone.msisdn), badge(PHONE_STATES[phone.state])));
  card.dataset.state = phone.state;
  card.dataset.msisdn = phone.msisdn;
  if (phone.label) card.append(make("p", { className: "who muted" }, phone.label));
  if (who) card.append(make("p", { className: "who" }, who));
  const buttons = phoneButtons(phone);
  if (buttons.length) card.append(make("div", { className: "acts" }, ...buttons));
  return card;
}

function announce(phone, before) {
  if (phone.state === "ringing") at("news").textContent = `${phone.msisdn} is ringing. Call from ${phone.with}.`;
  else if (phone.state === "talking") at("news").textContent = `${phone.msisdn} is talking.`;
  else if (before && before !== "idle" && phone.state === "idle") at("news").textContent = `${phone.msisdn} is idle.`;
}

function showPhones(phones) {
  const list = at("phones");
  const cards = new Map([...list.children].map((card) => [card.dataset.msisdn, card]));
  phones.forEach((phone, place) => {
    const signature = JSON.stringify(phone);
    const old = cards.get(phone.msisdn);
    cards.delete(phone.msisdn);
    if (old?.dataset.signature === signature) return;
    const card = phoneCard(phone);
    card.dataset.signature = signature;
    const focused = old?.contains(document.activeElement);
    if (old) old.replaceWith(card);
    else list.insertBefore(card, list.children[place] ?? null);
    if (focused) (card.querySelector("button") ?? at("main")).focus({ preventScroll: true });
    announce(phone, old?.dataset.state);
  });
  cards.forEach((card) => card.remove());
  at("no-phones").hidden = phones.length > 0;
  showChoices(phones);
}

function showChoices(phones) {
  const select = at("subscriber-phone");
  const active = phones.filter((phone) => phone.state !== "off");
  const signature = active.map((phone) => `${phone.msisdn} ${phone.label}`).join("|");
  if (select.dataset.signature === signature) return;
  const chosen = select.value;
  select.replaceChildren(...active.map((phone) =>
    make("option", { value: phone.msisdn }, phone.label ? `${phone.msisdn} · ${phone.label}` : phone.msisdn)));
  if (active.some((phone) => phone.msisdn === chosen)) select.value = chosen;
  select.dataset.signature = signature;
}

// Calls ----------------------------------------------------------------------------------------------------------

function callRow(call) {
  const started = new Date(call.started * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const length = call.live ? "going on" : duration(call.seconds);
  const button = make("button", { type: "button" },
    make("span", { className: "parties" }, `${call.from} → ${call.to}`), callBadge(call),
    make("small", {}, `${started} · ${length}`));
  button.setAttribute("aria-pressed", String(call.token === selected));
  button.addEventListener("click", () => select(call.token));
  return make("li", {}, button);
}

function showCalls(calls) {
  const list = at("calls");
  const rows = new Map([...list.children].map((row) => [row.dataset.token, row]));
  calls.forEach((call, place) => {
    const signature = [call.status, call.disposition, call.live, call.token === selected].join();
    const old = rows.get(call.token);
    rows.delete(call.token);
    if (old?.dataset.signature === signature) return;
    const row = callRow(call);
    Object.assign(row.dataset, { token: call.token, signature });
    const focused = old?.contains(document.activeElement);
    if (old) old.replaceWith(row);
    else list.insertBefore(row, list.children[place] ?? null);
    if (focused) row.firstElementChild.focus({ preventScroll: true });
  });
  rows.forEach((row) => row.remove());
  at("no-calls").hidden = calls.length > 0;
}

async function select(token) {
  selected = token;
  await refresh();
}

// The caller's end and conference rooms -------------------------------------------------------------------------

function callerState(call) {
  if (call.room) return `In the conference room ${call.room}.`;
  return LISTENING[call.listening] ?? "Nothing listens now: keys and words go by.";
}

function showCaller(call) {
  const panel = at("caller");
  panel.hidden = !call.live;
  panel.dataset.listening = String(Boolean(call.listening));
  const state = callerState(call);
  if (at("caller-state").textContent === state) return;
  at("caller-state").textContent = state;
  if (call.live && call.listening) at("news").textContent = state;
}

function fillKeypad() {
  at("keypad").append(...[...KEYS].map((key) => {
    const button = make("button", { type: "button" }, make("span", { className: "hidden-text" }, "Press "), key);
    button.addEventListener("click", () => act(`/calls/${selected}/caller`, { do: "dtmf", value: key }));
    return button;
  }));
}

function memberRow(member) {
  const who = member.name ? `${member.name} · ${member.from}` : member.from;
  return make("li", {}, who, member.muted ? badge(["warn", "cross", "Muted"]) : badge(["ok", "speech", "Can speak"]));
}

function showRooms(rooms) {
  const list = at("rooms");
  const signature = JSON.stringify(rooms);
  if (list.dataset.signature === signature) return;
  list.dataset.signature = signature;
  list.replaceChildren(...rooms.map((room) => make("li", { className: "room" },
    make("div", { className: "phone-head" }, make("h3", {}, room.name),
      badge(room.running ? ["ok", "people", "Talking"] : ["warn", "clock", "Waiting for the host"])),
    make("ul", {}, ...room.members.map(memberRow)))));
  at("rooms-card").hidden = rooms.length === 0;
}

// Timeline -------------------------------------------------------------------------------------------------------

function entryMore(detail) {
  const parts = [];
  if (detail.status) parts.push(`answered ${detail.status} after ${detail.milliseconds} ms`);
  if (detail.error) parts.push(detail.error);
  if (detail.voice) parts.push(`voice ${detail.voice}, ${detail.language}`);
  if (detail.callerId) parts.push(`shows ${detail.callerId}`);
  for (const [name, value] of Object.entries(detail.sent ?? {})) {
    parts.push(`${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`);
  }
  return parts.join(" · ");
}

function folded(title, text) {
  return make("details", {}, make("summary", {}, title), make("pre", { tabIndex: 0 }, text));
}

function entryRow(entry) {
  const detail = entry.detail ?? {};
  const text = { say: `“${entry.text}”`, request: shortAddress(entry.text) }[entry.kind] ?? entry.text;
  const body = make("div", {}, make("div", { className: "what" }, text));
  const more = entryMore(detail);
  if (more) body.append(make("div", { className: "more" }, more));
  if (detail.cxml) body.append(folded("CXML", `${entry.text}\n\n${detail.cxml.replaceAll("><", ">\n<")}`));
  if (detail.body) body.append(folded("Body", JSON.stringify(detail.body, null, 2)));
  const row = make("li", { className: `k-${entry.kind}` }, make("time", {}, clockTime(entry.ms)), icon(ENTRY_ICONS[entry.kind] ?? "minus"), body);
  row.hidden = entry.kind === "update" && !at("show-updates").checked;
  return row;
}

function showTimeline(call) {
  const list = at("timeline");
  if (shown.token !== call.token) {
    list.replaceChildren();
    shown = { token: call.token, entries: 0 };
  }
  list.append(...call.timeline.slice(shown.entries).map(entryRow));
  shown.entries = call.timeline.length;
  const line = call.name ? `${call.name} · ${call.from} → ${call.to}` : `${call.from} → ${call.to}`;
  if (at("timeline-call").textContent !== line) at("timeline-call").textContent = line;
  const key = `${call.status}${call.live}${call.disposition}`;
  if (at("timeline-badge").dataset.key !== key) at("timeline-badge").replaceChildren(callBadge(call));
  at("timeline-badge").dataset.key = key;
  at("caller-hangup").hidden = !call.live;
  showCaller(call);
}

// The page -------------------------------------------------------------------------------------------------------

async function refresh() {
  const view = await ask(`/phones/${encodeURIComponent(domain)}`);
  if (!view.calls.some((call) => call.token === selected)) selected = view.calls[0]?.token ?? "";
  showPhones(view.phones);
  showCalls(view.calls);
  showRooms(view.rooms);
  if (selected) showTimeline(await ask(`/calls/${selected}`));
  return view.calls.some((call) => !call.settled);
}

async function watch() {
  clearTimeout(timer);
  let busy = false;
  try {
    busy = await refresh();
    if (at("trouble").textContent.startsWith("The simulator does not")) complain("");
  } catch (error) {
    complain(error.message);
  }
  timer = setTimeout(watch, busy ? QUICK : CALM);
}

function onSubmit(form, path) {
  at(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...new FormData(at(form))].filter(([, value]) => value.trim() !== "");
    const started = await act(path, { domain, ...Object.fromEntries(fields) });
    if (started) {
      selected = started.token;
      await watch();
      at("phones-title").scrollIntoView({ block: "nearest" });
    }
  });
}

if (domain) {
  onSubmit("inbound", "/calls/inbound");
  onSubmit("subscriber", "/calls/from-subscriber");
  at("domain").addEventListener("change", () => at("domain").form.submit());
  at("caller-hangup").addEventListener("click", () => act(`/calls/${selected}/caller`, { do: "hangup" }));
  fillKeypad();
  at("speak").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await act(`/calls/${selected}/caller`, { do: "speak", value: at("speak-words").value })) at("speak").reset();
  });
  at("show-updates").addEventListener("change", () => {
    for (const row of document.querySelectorAll(".timeline .k-update")) row.hidden = !at("show-updates").checked;
  });
  watch();
}
