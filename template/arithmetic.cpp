#include "template/arithmetic.hpp"

#include <cassert>
#include <cmath>
#include <cstdint>
#include <utility>

namespace tined::templates {

using value::Kind;
using value::Value;

namespace {

std::unexpected<std::string> overflow() {
    return std::unexpected<std::string>("the result needs more than 64 bits");
}
std::unexpected<std::string> by_zero() { return std::unexpected<std::string>("division by zero"); }

// Python rounds towards minus infinity, C++ towards zero.
std::int64_t floor_quotient(std::int64_t left, std::int64_t right) {
    const std::int64_t quotient = left / right;
    const bool is_rounded_up = left % right != 0 && (left < 0) != (right < 0);
    return is_rounded_up ? quotient - 1 : quotient;
}

std::int64_t floor_remainder(std::int64_t left, std::int64_t right) {
    const std::int64_t remainder = left % right;
    return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder;
}

double floor_remainder(double left, double right) {
    const double remainder = std::fmod(left, right);
    if (remainder == 0) return std::copysign(0.0, right);
    return (remainder < 0) != (right < 0) ? remainder + right : remainder;
}

Result power(std::int64_t base, std::int64_t exponent) {
    if (exponent < 0) {
        if (base == 0) return by_zero();
        return Value(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    }
    // By squares: at most 63 steps, since what does not overflow is -1, 0, 1 or a short power.
    std::int64_t result = 1;
    while (exponent > 0) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) {
            return overflow();
        }
        exponent >>= 1;
        if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) return overflow();
    }
    return Value(result);
}

Result calculate_integers(BinaryOperator sign, std::int64_t left, std::int64_t right) {
    std::int64_t result = 0;
    switch (sign) {
        case BinaryOperator::add:
            return __builtin_add_overflow(left, right, &result) ? overflow() : Result(result);
        case BinaryOperator::subtract:
            return __builtin_sub_overflow(left, right, &result) ? overflow() : Result(result);
        case BinaryOperator::multiply:
            return __builtin_mul_overflow(left, right, &result) ? overflow() : Result(result);
        case BinaryOperator::divide:
            if (right == 0) return by_zero();
            return Value(static_cast<double>(left) / static_cast<double>(right));
        case BinaryOperator::floor_divide:
        case BinaryOperator::modulo:
            if (right == 0) return by_zero();
            if (right == -1) {  // the one quotient that overflows, and traps, is by -1
                if (sign == BinaryOperator::modulo) return Value(0);
                return __builtin_sub_overflow(0, left, &result) ? overflow() : Result(result);
            }
            return Value(sign == BinaryOperator::modulo ? floor_remainder(left, right)
                                                        : floor_quotient(left, right));
        case BinaryOperator::power:
            return power(left, right);
        case BinaryOperator::join:
            break;
    }
    std::unreachable();
}

Result calculate_reals(BinaryOperator sign, double left, double right) {
    switch (sign) {
        case BinaryOperator::add:
            return Value(left + right);
        case BinaryOperator::subtract:
            return Value(left - right);
        case BinaryOperator::multiply:
            return Value(left * right);
        case BinaryOperator::divide:
            if (right == 0) return by_zero();
            return Value(left / right);
        case BinaryOperator::floor_divide:
            if (right == 0) return by_zero();
            return Value(std::floor(left / right));
        case BinaryOperator::modulo:
            if (right == 0) return by_zero();
            return Value(floor_remainder(left, right));
        case BinaryOperator::power: {
            if (left == 0 && right < 0) return by_zero();
            const double result = std::pow(left, right);
            if (std::isnan(result) && !std::isnan(left) && !std::isnan(right)) {
                return std::unexpected<std::string>("this power is no real number");
            }
            return Value(result);
        }
        case BinaryOperator::join:
            break;
    }
    std::unreachable();
}

}  // namespace

Result calculate(BinaryOperator sign, const Value& left, const Value& right) {
    assert(sign != BinaryOperator::join);
    if (left.kind() == Kind::real || right.kind() == Kind::real) {
        return calculate_reals(sign, left.as_real(), right.as_real());
    }
    return calculate_integers(sign, left.as_integer(), right.as_integer());
}

}  // namespace tined::templates
