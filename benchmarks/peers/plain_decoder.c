/* Greedy decoding of a Llama at batch 1 as a plain, tuned C loop, in the manner of llama2.c: one token at a time, fp32, weights as the checkpoint
 * has them but in huge pages, products shared out by OpenMP.
 *
 *   plain_decoder WEIGHTS PROMPT_TOKENS NEW_TOKENS THREADS
 *
 * WEIGHTS: eight int32 (vocabulary, hidden, inner, layers, heads, key-value heads, head dimension, 0), two float32 (norm epsilon, rotary base),
 * then float32: embedding (also the output layer); of each layer attention norm, query, key, value, output, feed-forward norm, gate, up, down;
 * the final norm. The prompt is the tokens 3, 4, 5, ... A line on stdin asks for one round; the answer is {"seconds", "tokens", "last"}: NEW_TOKENS
 * tokens, the prompt's reading not timed. */
#include <fcntl.h>
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct { const float *attention_norm, *query, *key, *value, *output, *inner_norm, *gate, *up, *down; } Layer;

static int vocabulary, hidden, inner, layers, heads, kv_heads, width, longest;
static float epsilon, rotary_base;
static const float *embedding, *final_norm;
static Layer *layer;
static float *x, *normed, *q, *attended, *projected, *gated, *raised, *logits, *scores, *keys, *values, *cosines, *sines;

static const float *take(const float **at, size_t count) { const float *first = *at; *at += count; return first; }

static float *room(size_t count) { return aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64); }

#define CHAINS 64

/* y = W x, rows of W shared out among the threads of the enclosing parallel region. A row is read front to back, as memory likes it, into 64 sums
 * that hide each other's latency. */
static void multiply(float *restrict y, const float *restrict w, const float *restrict v, int outputs, int inputs) {
#pragma omp for schedule(static)
    for (int i = 0; i < outputs; i++) {
        const float *row = w + (size_t)i * inputs;
        float sums[CHAINS] = {0}, sum = 0;
        int j = 0;
        for (; j + CHAINS <= inputs; j += CHAINS)
            for (int k = 0; k < CHAINS; k++) sums[k] += row[j + k] * v[j + k];
        for (; j < inputs; j++) sum += row[j] * v[j];
        for (int k = 0; k < CHAINS; k++) sum += sums[k];
        y[i] = sum;
    }
}

static void norm(float *restrict y, const float *restrict v, const float *restrict gain) {
    float square = 0;
    for (int i = 0; i < hidden; i++) square += v[i] * v[i];
    float scale = 1.0f / sqrtf(square / hidden + epsilon);
    for (int i = 0; i < hidden; i++) y[i] = gain[i] * (v[i] * scale);
}

static void rotate(float *v, int count, int position) {
    const float *c = cosines + (size_t)position * width / 2, *s = sines + (size_t)position * width / 2;
    for (int h = 0; h < count; h++, v += width)
        for (int i = 0; i < width / 2; i++) {
            float a = v[i], b = v[i + width / 2];
            v[i] = a * c[i] - b * s[i];
            v[i + width / 2] = b * c[i] + a * s[i];
        }
}

static void attend(int l, int h, int position) {
    float *score = scores + (size_t)h * longest, highest = -INFINITY, total = 0;
    const float *query = q + h * width;
    size_t stride = (size_t)kv_heads * width, first = (size_t)l * longest * stride + (size_t)(h / (heads / kv_heads)) * width;
    float scale = 1.0f / sqrtf((float)width);
    for (int t = 0; t <= position; t++) {
        const float *key = keys + first + t * stride;
        float sum = 0;
        for (int i = 0; i < width; i++) sum += query[i] * key[i];
        score[t] = sum * scale;
        highest = score[t] > highest ? score[t] : highest;
    }
    for (int t = 0; t <= position; t++) total += score[t] = expf(score[t] - highest);
    float *out = attended + h * width;
    memset(out, 0, width * sizeof(float));
    for (int t = 0; t <= position; t++) {
        const float *value = values + first + t * stride;
        float weight = score[t] / total;
        for (int i = 0; i < width; i++) out[i] += weight * value[i];
    }
}

static int forward(int token, int position) {
    memcpy(x, embedding + (size_t)token * hidden, hidden * sizeof(float));
    size_t stride = (size_t)kv_heads * width;
#pragma omp parallel
    for (int l = 0; l < layers; l++) {
        const Layer *w = layer + l;
        float *key = keys + ((size_t)l * longest + position) * stride, *value = values + ((size_t)l * longest + position) * stride;
#pragma omp single
        norm(normed, x, w->attention_norm);
        multiply(q, w->query, normed, heads * width, hidden);
        multiply(key, w->key, normed, kv_heads * width, hidden);
        multiply(value, w->value, normed, kv_heads * width, hidden);
#pragma omp single
        { rotate(q, heads, position); rotate(key, kv_heads, position); }
#pragma omp for schedule(static)
        for (int h = 0; h < heads; h++) attend(l, h, position);
        multiply(projected, w->output, attended, hidden, heads * width);
#pragma omp single
        { for (int i = 0; i < hidden; i++) x[i] += projected[i]; norm(normed, x, w->inner_norm); }
        multiply(gated, w->gate, normed, inner, hidden);
        multiply(raised, w->up, normed, inner, hidden);
#pragma omp for schedule(static)
        for (int i = 0; i < inner; i++) gated[i] = gated[i] / (1.0f + expf(-gated[i])) * raised[i];
        multiply(projected, w->down, gated, hidden, inner);
#pragma omp single
        for (int i = 0; i < hidden; i++) x[i] += projected[i];
    }
    norm(normed, x, final_norm);
#pragma omp parallel
    multiply(logits, embedding, normed, vocabulary, hidden);
    int best = 0;
    for (int i = 1; i < vocabulary; i++) if (logits[i] > logits[best]) best = i;
    return best;
}

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }

int main(int count, char **arguments) {
    if (count != 5) return 2;
    int prompt = atoi(arguments[2]), answer = atoi(arguments[3]);
    omp_set_num_threads(atoi(arguments[4]));
    int file = open(arguments[1], O_RDONLY);
    struct stat size;
    if (file < 0 || fstat(file, &size)) { perror(arguments[1]); return 1; }
    /* In huge pages, and not straight from the file: streaming weights through small pages misses the address cache all the time. */
    size_t huge = 2 << 20, whole = (size.st_size + huge - 1) / huge * huge;
    int32_t *header = aligned_alloc(huge, whole);
    madvise(header, whole, MADV_HUGEPAGE);
    for (off_t done = 0; done < size.st_size;) {
        ssize_t got = read(file, (char *)header + done, size.st_size - done);
        if (got <= 0) { perror(arguments[1]); return 1; }
        done += got;
    }
    vocabulary = header[0]; hidden = header[1]; inner = header[2]; layers = header[3]; heads = header[4]; kv_heads = header[5]; width = header[6];
    epsilon = ((const float *)header)[8]; rotary_base = ((const float *)header)[9];
    longest = prompt + answer;
    const float *at = (const float *)header + 10;
    layer = calloc(layers, sizeof(Layer));
    embedding = take(&at, (size_t)vocabulary * hidden);
    for (int l = 0; l < layers; l++) {
        layer[l].attention_norm = take(&at, hidden);
        layer[l].query = take(&at, (size_t)heads * width * hidden);
        layer[l].key = take(&at, (size_t)kv_heads * width * hidden);
        layer[l].value = take(&at, (size_t)kv_heads * width * hidden);
        layer[l].output = take(&at, (size_t)hidden * heads * width);
        layer[l].inner_norm = take(&at, hidden);
        layer[l].gate = take(&at, (size_t)inner * hidden);
        layer[l].up = take(&at, (size_t)inner * hidden);
        layer[l].down = take(&at, (size_t)hidden * inner);
    }
    final_norm = take(&at, hidden);
    x = room(hidden); normed = room(hidden); projected = room(hidden); q = room(heads * width); attended = room(heads * width);
    gated = room(inner); raised = room(inner); logits = room(vocabulary); scores = room((size_t)heads * longest);
    keys = room((size_t)layers * longest * kv_heads * width); values = room((size_t)layers * longest * kv_heads * width);
    cosines = room((size_t)longest * width / 2); sines = room((size_t)longest * width / 2);
    for (int p = 0; p < longest; p++)
        for (int i = 0; i < width / 2; i++) {
            double angle = p * pow(rotary_base, -2.0 * i / width);
            cosines[p * width / 2 + i] = cos(angle); sines[p * width / 2 + i] = sin(angle);
        }
    for (int c; (c = getchar()) != EOF;) {
        if (c != '\n') continue;
        int token = 0;
        for (int p = 0; p < prompt; p++) token = forward(3 + p, p);
        double start = now();
        for (int p = prompt; p < longest - 1; p++) token = forward(token, p);
        printf("{\"seconds\": %.6f, \"tokens\": %d, \"last\": %d}\n", now() - start, answer - 1, token);
        fflush(stdout);
    }
}
