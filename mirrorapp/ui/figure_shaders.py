"""The figure's GL programs, in GLSL ES 1.00, which desktop OpenGL takes too."""

BONES = 30  # three rows each; GLES 2 promises 128 rows in all
MUSCLES = 32

# A vertex hangs on up to four bones. A bone's matrix comes as three rows of four numbers.
SKIN_VERTEX = f"""
#ifdef GL_ES
precision highp float;
#endif
uniform vec4 bones[{3 * BONES}];
uniform vec4 lit[{MUSCLES // 4}];
uniform vec4 eye[3];
uniform vec4 lens[4];
attribute vec3 v_place;
attribute vec3 v_normal;
attribute vec4 v_bones;
attribute vec4 v_weights;
attribute vec4 v_colour;
attribute vec3 v_finish;
varying vec3 place;
varying vec3 normal;
varying vec4 colour;
varying vec2 finish;

float shine(float muscle) {{
    if (muscle < 0.5) return 0.0;
    float index = muscle - 1.0;
    vec4 four = lit[int(index / 4.0 + 0.01)];
    float left = mod(index + 0.01, 4.0);
    return left < 1.0 ? four.x : left < 2.0 ? four.y : left < 3.0 ? four.z : four.w;
}}

void main() {{
    vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
    for (int i = 0; i < 4; i++) {{
        int bone = 3 * int(v_bones[i] + 0.5);
        x += v_weights[i] * bones[bone];
        y += v_weights[i] * bones[bone + 1];
        z += v_weights[i] * bones[bone + 2];
    }}
    vec4 rest = vec4(v_place, 1.0);
    vec4 world = vec4(dot(x, rest), dot(y, rest), dot(z, rest), 1.0);
    vec3 facing = vec3(dot(x.xyz, v_normal), dot(y.xyz, v_normal), dot(z.xyz, v_normal));
    vec4 seen = vec4(dot(eye[0], world), dot(eye[1], world), dot(eye[2], world), 1.0);
    place = seen.xyz;
    normal = vec3(dot(eye[0].xyz, facing), dot(eye[1].xyz, facing), dot(eye[2].xyz, facing));
    colour = v_colour;
    finish = vec2(v_finish.y * shine(v_finish.x), v_finish.z);
    gl_Position = vec4(dot(lens[0], seen), dot(lens[1], seen), dot(lens[2], seen),
                       dot(lens[3], seen));
}}
"""

# Lights are fixed to the camera: a soft key from the upper left, a fill from the right, the sky,
# and a rim that draws the silhouette on black. Colours are linear until the last line.
SKIN_FRAGMENT = """
#ifdef GL_ES
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
#endif
varying vec3 place;
varying vec3 normal;
varying vec4 colour;
varying vec2 finish;

const vec3 KEY = vec3(-0.486, 0.595, 0.640);
const vec3 FILL = vec3(0.678, 0.097, 0.729);
const vec3 EMBER = vec3(0.84, 0.22, 0.02);
const vec3 GLEAM = vec3(0.22, 0.56, 0.42);

// A muscle at work shines from within: an ember at its edges, nearly white where it is thickest.
// A vertex says how deep it lies in the muscle, which is even across triangles; here it is rounded.
vec3 glowing(vec3 shaded, float glow) {
    return shaded * (1.0 - 0.85 * glow) + EMBER * glow + GLEAM * glow * glow * glow;
}

void main(void) {
    vec3 n = normalize(normal);
    vec3 viewer = normalize(-place);
    if (dot(n, viewer) < 0.0) n = -n;
    float key = max((dot(n, KEY) + 0.22) / 1.22, 0.0);
    float fill = max(dot(n, FILL), 0.0);
    float light = 0.20 + 0.10 * n.y + 0.88 * key * key + 0.22 * fill;
    float edge = 1.0 - max(dot(n, viewer), 0.0);
    float rim = edge * edge * edge * (0.75 + 0.25 * n.y);
    float glow = finish.x * finish.x * (3.0 - 2.0 * finish.x);
    glow *= (1.0 - 0.35 * edge) * min(0.68 + 0.40 * light, 1.0);
    vec3 shaded = colour.rgb * light + vec3(0.24, 0.27, 0.29) * rim;
    shaded = mix(glowing(shaded, glow), colour.rgb, finish.y);
    vec3 linear = shaded / (1.0 + 0.16 * shaded * (1.0 - finish.y));
    gl_FragColor = vec4(pow(linear, vec3(1.0 / 2.2)), colour.a);
}
"""

# The picture of the figure is premultiplied with its own coverage; the window blends by alpha.
SHOW_FRAGMENT = """
$HEADER$
void main(void) {
    vec4 pixel = texture2D(texture0, tex_coord0);
    gl_FragColor = frag_color * vec4(pixel.rgb / max(pixel.a, 0.004), pixel.a);
}
"""
