// FAISS behind plain C functions. Each returns 0, or -1 with the reason in faiss_shim_message() of the same thread; no exception leaves it.
#include <faiss/Index.h>
#include <faiss/AutoTune.h>
#include <faiss/IVFlib.h>
#include <faiss/IndexIVF.h>
#include <faiss/index_factory.h>
#include <faiss/index_io.h>

#include <omp.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>

#define EXPORTED extern "C" __attribute__((visibility("default")))
#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

namespace {

// Not a std::string: to say that memory ran out must take none.
thread_local char message[1024];

template <typename Work>
int attempt(Work work) {
    try {
        work();
        return 0;
    } catch (const std::exception& error) {
        std::snprintf(message, sizeof message, "%s", error.what());
    } catch (...) {
        std::snprintf(message, sizeof message, "an exception of an unknown type");
    }
    return -1;
}

// OpenMP's number of threads is one of the calling thread, so it is set in every call and put back.
class Threads {
public:
    explicit Threads(int count) : before_(omp_get_max_threads()) {
        if (count < 1) {
            throw std::invalid_argument("the number of threads is below 1");
        }
        omp_set_num_threads(count);
    }
    ~Threads() { omp_set_num_threads(before_); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

private:
    int before_;
};

faiss::Index& check(faiss::Index* index) {
    if (index == nullptr) {
        throw std::invalid_argument("there is no index");
    }
    return *index;
}

// What floats are given must be whole vectors of the index's dimension.
std::int64_t rows(const faiss::Index& index, const float* values, std::int64_t length) {
    if (index.d < 1 || length < 0 || length % index.d != 0 || (length > 0 && values == nullptr)) {
        throw std::invalid_argument("the floats given are no whole vectors of the index's dimension");
    }
    return length / index.d;
}

} // namespace

EXPORTED const char* faiss_shim_message() { return message; }

EXPORTED const char* faiss_shim_version() {
    return TEXT(FAISS_VERSION_MAJOR) "." TEXT(FAISS_VERSION_MINOR) "." TEXT(FAISS_VERSION_PATCH);
}

// metric: 0 inner product, 1 squared Euclidean distance.
EXPORTED int faiss_shim_create(int dimension, const char* description, int metric, faiss::Index** created) {
    return attempt([&] {
        *created = nullptr;
        if (dimension < 1 || description == nullptr || metric < 0 || metric > 1) {
            throw std::invalid_argument("a dimension of at least 1, a description and a metric of 0 or 1 are needed");
        }
        *created = faiss::index_factory(dimension, description, static_cast<faiss::MetricType>(metric));
    });
}

EXPORTED void faiss_shim_free(faiss::Index* index) {
    attempt([&] { delete index; });
}

EXPORTED int faiss_shim_describe(faiss::Index* index, int* dimension, std::int64_t* count, int* trained, int* metric) {
    return attempt([&] {
        const auto& described = check(index);
        *dimension = described.d;
        *count = described.ntotal;
        *trained = described.is_trained ? 1 : 0;
        *metric = static_cast<int>(described.metric_type);
    });
}

EXPORTED int faiss_shim_train(faiss::Index* index, const float* vectors, std::int64_t length, int threads) {
    return attempt([&] {
        Threads set(threads);
        auto& trained = check(index);
        const auto count = rows(trained, vectors, length);
        // Few vectors for many lists are the caller's business; FAISS would print a warning.
        if (auto* lists = faiss::ivflib::try_extract_index_ivf(&trained)) {
            lists->cp.min_points_per_centroid = 1;
        }
        trained.train(count, vectors);
    });
}

EXPORTED int faiss_shim_add(faiss::Index* index, const float* vectors, std::int64_t length, int threads) {
    return attempt([&] {
        Threads set(threads);
        auto& grown = check(index);
        if (!grown.is_trained) {
            throw std::logic_error("the index is not trained yet");
        }
        grown.add(rows(grown, vectors, length), vectors);
    });
}

// scores and ids have room for k of each query; an id of -1 says that there is no further neighbour.
EXPORTED int faiss_shim_search(
        const faiss::Index* index,
        const float* queries,
        std::int64_t length,
        std::int64_t k,
        float* scores,
        std::int64_t* ids,
        std::int64_t room,
        int threads) {
    return attempt([&] {
        Threads set(threads);
        const auto& searched = check(const_cast<faiss::Index*>(index));
        const auto count = rows(searched, queries, length);
        if (k < 1 || room < 0 || (count > 0 && (room / count < k || scores == nullptr || ids == nullptr))) {
            throw std::invalid_argument("there is no room for the neighbours of all queries");
        }
        if (!searched.is_trained) {
            throw std::logic_error("the index is not trained yet");
        }
        searched.search(count, queries, k, scores, ids);
    });
}

EXPORTED int faiss_shim_set(faiss::Index* index, const char* name, double value) {
    return attempt([&] {
        if (name == nullptr) {
            throw std::invalid_argument("there is no name of a parameter");
        }
        faiss::ParameterSpace().set_index_parameter(&check(index), name, value);
    });
}

EXPORTED int faiss_shim_write(faiss::Index* index, const char* path) {
    return attempt([&] { faiss::write_index(&check(index), path); });
}

// map: whether inverted lists stay in the file, mapped into memory. Other parts of an index are read.
EXPORTED int faiss_shim_read(const char* path, int map, faiss::Index** read) {
    return attempt([&] {
        *read = nullptr;
        *read = faiss::read_index(path, map != 0 ? faiss::IO_FLAG_MMAP : 0);
    });
}
