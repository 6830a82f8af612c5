"""GLSL for the figure renderer: a depth pass for the shadow, and the picture itself."""

DEPTH_VERTEX = """
#version 330
in vec3 position; in float keep;
uniform mat4 to_light;
out float kept;
void main() { kept = keep; gl_Position = to_light * vec4(position, 1.0); }
"""

DEPTH_FRAGMENT = """
#version 330
in float kept;
void main() { if (kept < 0.0) discard; }
"""

PICTURE_VERTEX = """
#version 330
in vec3 position; in vec3 normal; in vec3 colour; in float keep; in vec3 finish;
uniform mat4 to_picture; uniform mat4 to_light;
out vec3 world; out vec3 world_normal; out vec3 paint; out float kept; out vec3 look; out vec3 lit;
void main() {
    world = position; world_normal = normal; paint = colour; kept = keep; look = finish;
    // Half a centimetre along the normal, so that a surface does not shade itself.
    lit = (to_light * vec4(position + 0.006 * normal, 1.0)).xyz * 0.5 + 0.5;
    gl_Position = to_picture * vec4(position, 1.0);
}
"""

PICTURE_FRAGMENT = """
#version 330
in vec3 world; in vec3 world_normal; in vec3 paint; in float kept; in vec3 look; in vec3 lit;
uniform sampler2D shadow; uniform vec3 key_direction; uniform vec3 eye;
uniform float key; uniform float ambient; uniform float fill; uniform vec3 feet[2];
out vec4 pixel;

const int TAPS = 12;

// Taps on a sunflower disc, turned from pixel to pixel by interleaved gradient noise: a soft edge
// without bands. `spread` is the width of the penumbra on the map.
float sunlight(float spread) {
    if (any(lessThan(lit, vec3(0.0))) || any(greaterThan(lit, vec3(1.0)))) return 1.0;
    float turn = 6.2832 * fract(52.9829 * fract(dot(gl_FragCoord.xy, vec2(0.06711, 0.00584))));
    float sum = 0.0;
    for (int i = 0; i < TAPS; i++) {
        float radius = spread * sqrt((float(i) + 0.5) / float(TAPS));
        float angle = 2.39996 * float(i) + turn;
        vec2 place = lit.xy + radius * vec2(cos(angle), sin(angle));
        sum += lit.z - 0.0012 - radius * 0.35 > texture(shadow, place).r ? 0.0 : 1.0;
    }
    return sum / float(TAPS);
}

float hash(vec2 cell) { return fract(sin(dot(cell, vec2(12.9898, 78.233))) * 43758.5453); }

// Boards that run away from the camera, each a shade of its own, with a fine dark joint.
float boards(vec2 place) {
    float row = floor(place.x / 0.14);
    float along = place.y / 1.3 + hash(vec2(row, 3.0)) * 5.0;
    float shade = 0.93 + 0.10 * hash(vec2(row, floor(along)));
    float joint = smoothstep(0.0, 0.03, abs(fract(place.x / 0.14) - 0.5) * -1.0 + 0.5);
    float end = smoothstep(0.0, 0.004, abs(fract(along) - 0.5) * -1.0 + 0.5);
    return shade * mix(0.86, 1.0, joint * end);
}

// Strands of hair: light and dark bands of several widths. None where the angle is 0.
float strands(float angle) {
    return 0.16 * sin(19.0 * angle) + 0.14 * sin(33.0 * angle) + 0.12 * sin(59.0 * angle);
}

// The soft dark line where a sole meets the ground.
float contact(vec3 place) {
    float dark = 0.0;
    for (int i = 0; i < 2; i++) {
        vec2 away = (place.xy - feet[i].xy) / vec2(0.075, 0.17);
        dark += 0.42 * exp(-dot(away, away) * 1.1);
    }
    return 1.0 - dark * smoothstep(0.02, 0.0, place.z);
}

void main() {
    if (kept < 0.0) discard;
    vec3 normal = normalize(world_normal);
    vec3 towards = normalize(eye - world);
    bool inside = dot(normal, towards) < 0.0;  // of cloth: a collar, a sleeve
    if (inside) normal = -normal;
    bool ground = look.y >= 0.0;
    float sun = sunlight(ground ? 0.022 : 0.006);
    float facing = inside ? 0.4 : max(dot(normal, key_direction), 0.0);
    float sky = 0.62 + 0.38 * normal.z;
    float bounce = 0.10 * max(-normal.z, 0.0);
    float front = max(dot(normal, normalize(vec3(0.6, -1.0, 0.25))), 0.0);
    float shine = look.x * pow(max(dot(normal, normalize(key_direction + towards)), 0.0), 24.0);
    vec3 colour = paint * (1.0 + strands(look.z));
    float rim = 1.0;
    if (ground) {
        if (look.y > 0.0) colour *= mix(1.0, boards(world.xy), look.y);
        rim = contact(world);
    }
    vec3 warm = vec3(1.0, 0.965, 0.91), cool = vec3(0.96, 0.985, 1.0);
    vec3 light = cool * ambient * sky * rim + warm * key * facing * sun;
    light += vec3(fill * front + bounce);
    vec3 linear = colour * light + vec3(shine * sun);
    linear = linear / (1.0 + 0.12 * linear);
    pixel = vec4(pow(linear, vec3(1.0 / 2.2)), 1.0);
}
"""
