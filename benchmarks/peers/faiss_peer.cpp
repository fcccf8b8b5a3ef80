// FAISS's flat index called directly: faiss_peer FILE DIMENSION ROWS QUERIES K THREADS. FILE has the rows, then the queries, as floats.
// For every line that it is sent it searches all queries and answers with the seconds and the sum of the found ids.
#include <faiss/IndexFlat.h>

#include <omp.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

int main(int count, char** arguments) {
    if (count != 7) {
        return 2;
    }
    const int dimension = std::atoi(arguments[2]), rows = std::atoi(arguments[3]), queries = std::atoi(arguments[4]);
    const int k = std::atoi(arguments[5]);
    omp_set_num_threads(std::atoi(arguments[6]));
    std::vector<float> vectors(static_cast<std::size_t>(rows + queries) * dimension);
    std::ifstream file(arguments[1], std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(vectors.data()), vectors.size() * sizeof(float))) {
        return 2;
    }
    faiss::IndexFlatIP index(dimension);
    index.add(rows, vectors.data());
    const float* asked = vectors.data() + static_cast<std::size_t>(rows) * dimension;
    std::vector<float> scores(static_cast<std::size_t>(queries) * k);
    std::vector<std::int64_t> ids(scores.size());
    for (std::string line; std::getline(std::cin, line);) {
        const auto start = std::chrono::steady_clock::now();
        index.search(queries, asked, k, scores.data(), ids.data());
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        std::printf("{\"seconds\": %.9f, \"ids\": %lld}\n", seconds, static_cast<long long>(std::accumulate(ids.begin(), ids.end(), std::int64_t{0})));
        std::fflush(stdout);
    }
}
