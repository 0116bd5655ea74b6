// Lets better-sqlite3 13, which asks for Node-API 10, be compiled for Node-API 9 (Electron 33). The one thing it needs
// of version 10 is references to strings and other plain values; up to version 9 a reference can point at an object or
// a function only. So here such a value sits in an array of one, and the reference points at the array.
//
// Given to the compiler with `-include`; better-sqlite3's own sources stay as they are. For development and tests only.
#pragma once
#include <napi.h>

namespace bucky {

template <typename T>
class BoxedReference {
public:
  static BoxedReference New(const T& value, uint32_t refcount = 0) {
    BoxedReference reference;
    reference.Reset(value, refcount);
    return reference;
  }

  T Value() const {
    if (box.IsEmpty()) return T();
    napi_value value = nullptr;
    napi_get_element(box.Env(), box.Value(), 0, &value);
    return T(box.Env(), value);
  }

  void Reset() { box.Reset(); }

  void Reset(const T& value, uint32_t refcount = 0) {
    Napi::Array array = Napi::Array::New(value.Env(), 1);
    napi_set_element(value.Env(), array, 0, value);
    box.Reset(array, refcount);
  }

  bool IsEmpty() const { return box.IsEmpty(); }

private:
  Napi::ObjectReference box;
};

}  // namespace bucky

template <>
class Napi::Reference<Napi::String> : public bucky::BoxedReference<Napi::String> {
public:
  Reference() = default;
  Reference(bucky::BoxedReference<Napi::String>&& other) : BoxedReference(std::move(other)) {}
};

template <>
class Napi::Reference<Napi::Value> : public bucky::BoxedReference<Napi::Value> {
public:
  Reference() = default;
  Reference(bucky::BoxedReference<Napi::Value>&& other) : BoxedReference(std::move(other)) {}
};
