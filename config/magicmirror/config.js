// MagicMirror² with today's session (docs/magicmirror.md). It runs as it is; to have it in a
// configuration of your own, take the lines above `config` and the two modules at the end.

const mirror = "mirrorapp/mirror"; // hub.base/hub.id of mirror.toml
const person = "";                 // the id of somebody who shares their health, for their streak
const elsewhere = false;           // true: this is another screen than the mirror's own

const broker = {
  address: "homeassistant.local",
  port: "1883",
  user: "magicmirror",
  password: "${SECRET_MQTT}",      // in config.env beside this file: SECRET_MQTT=…
};

const nothing = "#DISABLED#";      // MMM-MQTT shows no line then
const state = mirror + "/state";

const day = [
  { topic: mirror + "/availability", label: "", sortOrder: 10,
    conversions: [{ from: "", to: nothing }, { from: "online", to: nothing },
                  { from: "offline", to: "The mirror is off" }] },
  { topic: state, jsonpointer: "/due", label: "", sortOrder: 20,
    conversions: [{ from: "", to: nothing }, { from: "false", to: nothing },
                  { from: "true", to: "It is time to exercise" }] },
  { topic: state, jsonpointer: "/words/today", label: "", sortOrder: 30 },
  { topic: state, jsonpointer: "/words/exercises", label: "", sortOrder: 40,
    conversions: [{ from: "", to: nothing }] },
  { topic: state, jsonpointer: "/words/next", label: "Next", sortOrder: 50,
    conversions: [{ from: "", to: nothing }] },
  { topic: state, jsonpointer: "/minutes_today", label: "Done today", suffix: "min", sortOrder: 60 },
];

// While somebody trains, the mirror itself is on its own screen.
const session = [
  { topic: state, jsonpointer: "/phase", label: "Now", sortOrder: 70,
    conversions: [{ from: "", to: nothing }, { from: "home", to: nothing },
                  { from: "summary", to: nothing }, { from: "calibrate", to: nothing },
                  { from: "get_ready", to: "Getting ready" }, { from: "active", to: "Exercising" },
                  { from: "rest", to: "Resting" }, { from: "paused", to: "Paused" }] },
  { topic: mirror + "/live", jsonpointer: "/progress", label: "Session", suffix: "%",
    sortOrder: 80, maxAgeSeconds: 60 },
];

const streak = [
  { topic: mirror + "/p/" + person + "/state", jsonpointer: "/streak", label: "In a row",
    sortOrder: 90, conversions: [{ from: "", to: nothing }, { from: "0", to: nothing }] },
];

let config = {
  address: "localhost",
  port: 8080,
  ipWhitelist: ["127.0.0.1", "::ffff:127.0.0.1", "::1"],
  language: "en",
  timeFormat: 24,
  hideConfigSecrets: true,
  modules: [
    { module: "clock", position: "top_left" },

    // https://github.com/ottopaulsen/MMM-MQTT
    {
      module: "MMM-MQTT",
      position: "bottom_left",
      header: "Exercise",
      config: {
        mqttServers: [{
          ...broker,
          subscriptions: [...day, ...(elsewhere ? session : []), ...(person ? streak : [])],
        }],
      },
    },

    // https://github.com/Tom-Hirschberger/MMM-MQTTbridge
    // Whatever sends MIRRORAPP_START within MagicMirror² (a button, a touch, a voice) starts a session.
    {
      module: "MMM-MQTTbridge",
      config: {
        mqttServer: "mqtt://" + broker.user + ":" + broker.password + "@" + broker.address + ":"
          + broker.port,
        mqttConfig: { listenMqtt: false, options: { queueQoSZero: false } },
        notiConfig: { listenNoti: true },
        notiDictConf: "../../config/mirrorapp-start.js",
      },
    },
  ],
};

if (typeof module !== "undefined") {
  module.exports = config;
}
