// What MMM-MQTTbridge says to the broker: MIRRORAPP_START starts a session (docs/magicmirror.md).
// `mirrorapp/mirror` is hub.base/hub.id of mirror.toml.

const notiHook = [
  { notiId: "MIRRORAPP_START", notiPayload: [{ notiMqttCmd: ["start"] }] },
];

const notiMqttCommands = [
  // Not retained, and with QoS 0: what can't be delivered now is not to be delivered later.
  { commandId: "start", mqttTopic: "mirrorapp/mirror/cmd/start", mqttMsgPayload: "PRESS",
    stringifyPayload: false, retain: false, qos: 0 },
];

module.exports = { notiHook, notiMqttCommands };
