/* global window, document, navigator */
// Runs inside the page, before the portal: a live connection that answers by itself, and drawn people instead of cameras.

export function pretendRoom({ live, own }) {
  const drawn = (kind, width = 640, height = 360) => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    window.drawPerson(canvas.getContext('2d'), kind, 0, 0, width, height);
    const stream = canvas.captureStream(5);
    // A canvas that never changes sends nothing; a pixel that blinks keeps the picture coming.
    setInterval(() => {
      const context = canvas.getContext('2d');
      context.fillRect(0, 0, 1, 1);
    }, 200);
    return stream;
  };

  window.drawPerson = (c, kind, x, y, w, h) => {
    const looks = {
      shawl: { wall: ['#8f9c8d', '#64756d'], skin: '#b98a6b', shawl: '#2f6e69', coat: '#4f5d70', window: true },
      elder: { wall: ['#a0967f', '#716c5c'], skin: '#c0916a', hair: '#d7d5cd', coat: '#5a5f4a', collar: true, window: true },
      officer: { wall: ['#5f7280', '#3e4c57'], skin: '#c39470', hair: '#2b2523', coat: '#2c3441', collar: true, shelf: true },
      beard: { wall: ['#57697a', '#414d59'], skin: '#c39470', hair: '#3b3432', coat: '#26323f', beard: '#8f8a85', collar: true, shelf: true },
      suit: { wall: ['#6a7886', '#4a5665'], skin: '#c89c77', hair: '#3a3633', coat: '#2d3a4d', collar: true, shelf: true },
      woman: { wall: ['#6d7f78', '#4b5a55'], skin: '#cfa17f', hair: '#2a2320', long: true, coat: '#3f5c52', collar: true, shelf: true },
    }[kind];
    c.save();
    c.beginPath();
    c.rect(x, y, w, h);
    c.clip();
    const u = Math.max(w / 640, h / 360);
    c.translate(x + w / 2, y + h / 2);
    c.scale(u, u);
    const wall = c.createLinearGradient(-320, -180, 320, 180);
    wall.addColorStop(0, looks.wall[0]);
    wall.addColorStop(1, looks.wall[1]);
    c.fillStyle = wall;
    c.fillRect(-400, -230, 800, 460);
    if (looks.window) {
      c.fillStyle = 'rgb(205 216 210 / 0.72)';
      c.fillRect(130, -140, 130, 130);
      c.fillStyle = looks.wall[1];
      c.fillRect(193, -140, 5, 130);
      c.fillRect(130, -78, 130, 5);
    }
    if (looks.shelf) {
      for (const left of [-285, 165]) {
        c.fillStyle = 'rgb(30 42 44 / 0.45)';
        c.fillRect(left, -125, 120, 180);
        for (let row = 0; row < 3; row++) {
          for (let book = 0; book < 6; book++) {
            c.fillStyle = ['#6f8890', '#8c7f86', '#6a8299', '#858a6a', '#74919a', '#927a80'][book];
            c.globalAlpha = 0.7;
            c.fillRect(left + 8 + book * 18, -115 + row * 58 + (book % 3) * 4, 13, 44 - (book % 3) * 4);
            c.globalAlpha = 1;
          }
        }
      }
    }
    const ellipse = (cx, cy, rx, ry, colour) => {
      c.fillStyle = colour;
      c.beginPath();
      c.ellipse(cx, cy, rx, ry, 0, 0, Math.PI * 2);
      c.fill();
    };
    const shape = (colour, path) => {
      c.fillStyle = colour;
      c.fill(new Path2D(path));
    };
    if (looks.shawl) shape(looks.shawl, 'M-92 40C-96 -90 -60 -130 0 -130S96 -90 92 40L132 96 84 118H-84L-132 96z');
    if (looks.long) shape(looks.hair, 'M-62 60C-74 -40 -64 -112 0 -112S74 -40 62 60z');
    shape(looks.coat, 'M-150 190C-146 96 -96 66 -40 60H40C96 66 146 96 150 190z');
    c.fillStyle = looks.skin;
    c.fillRect(-25, 20, 50, 56);
    if (looks.collar) shape('#d9dcd8', 'M-34 58 0 100-28 128-52 70zM34 58 0 100 28 128 52 70z');
    ellipse(0, -24, 52, 68, looks.skin);
    if (looks.beard) shape(looks.beard, 'M-48 -4C-44 60 -18 78 0 78S44 60 48 -4C30 12 -30 12 -48 -4z');
    if (looks.shawl) {
      shape('#2b2320', 'M-50 -36C-50 -92 -20 -98 0 -98S50 -92 50 -36C40 -70 20 -78 0 -78S-40 -70 -50 -36z');
      shape(looks.shawl, 'M-92 40C-80 84 -30 92 0 96S80 84 92 40L118 108 60 150H-60L-118 108z');
    } else shape(looks.hair, 'M-56 -20C-62 -92 -26 -104 0 -104S62 -92 56 -20C48 -56 34 -66 0 -66S-48 -56 -56 -20z');
    c.fillStyle = '#5b4a40';
    c.fillRect(-400, 150, 800, 90);
    c.fillStyle = '#6f5d51';
    c.fillRect(-400, 150, 800, 6);
    c.restore();
  };

  navigator.mediaDevices.getUserMedia = async () => {
    const stream = drawn(own);
    const context = new AudioContext();
    const voice = context.createOscillator();
    const quiet = context.createGain();
    quiet.gain.value = 0.09;
    const out = context.createMediaStreamDestination();
    voice.connect(quiet).connect(out);
    voice.start();
    for (const track of out.stream.getAudioTracks()) stream.addTrack(track);
    return stream;
  };

  const streams = new Map((live?.subscribe.streams ?? []).map(({ mid }) => [mid, drawn(live.faces[mid]).getVideoTracks()[0]]));
  window.RTCPeerConnection = class extends EventTarget {
    iceConnectionState = 'connected';
    localDescription = { sdp: 'v=0' };
    senders = 0;
    addTransceiver(track) {
      const sender = { track, getParameters: () => ({ encodings: [] }), setParameters: async () => undefined };
      return { mid: String(this.senders++), sender, setCodecPreferences() {} };
    }
    getTransceivers() {
      return [...streams].map(([mid, track]) => ({ mid, receiver: { track } }));
    }
    async createOffer() { return { type: 'offer', sdp: 'v=0' }; }
    async createAnswer() { return { type: 'answer', sdp: 'v=0' }; }
    async setLocalDescription() {}
    async setRemoteDescription() {}
    /** A good line, for the device check; the room's pictures get their quality from the server. */
    async getStats() {
      if (live) return new Map();
      this.packets = (this.packets ?? 0) + 400;
      const { packets } = this;
      return [
        { type: 'inbound-rtp', id: 'in', timestamp: packets, packetsReceived: packets, packetsLost: 0 },
        { type: 'candidate-pair', id: 'pair', timestamp: packets, currentRoundTripTime: 0.06 },
      ];
    }
    close() {}
  };

  if (!live) return;

  window.WebSocket = class {
    constructor() {
      setTimeout(() => this.onopen?.(new Event('open')), 10);
    }
    say(message) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
    send(text) {
      const message = JSON.parse(text);
      if (message.type === 'hello') for (const said of [live.welcome, live.recording, live.minutes, live.subscribe]) this.say(said);
      if (message.type === 'ping') this.say({ type: 'pong' });
      if (message.type === 'publish') this.say({ type: 'published', sdp: 'v=0' });
    }
    close() {}
  };
}
